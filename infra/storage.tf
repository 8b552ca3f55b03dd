# Holds the runs (a table) and the function app's package (a container).
resource "azurerm_storage_account" "usher" {
  name                = "${var.name}${local.suffix}"
  resource_group_name = azurerm_resource_group.usher.name
  location            = azurerm_resource_group.usher.location

  account_kind             = "StorageV2"
  account_tier             = "Standard"
  account_replication_type = var.storage_replication

  # The account has keys, and they open nothing.
  shared_access_key_enabled        = false
  default_to_oauth_authentication  = true
  local_user_enabled               = false
  allow_nested_items_to_be_public  = false
  cross_tenant_replication_enabled = false
  https_traffic_only_enabled       = true
  min_tls_version                  = "TLS1_2"

  blob_properties {
    delete_retention_policy {
      days = 7
    }
  }

  tags = local.tags
}

# Where the package lies that instances start from.
resource "azurerm_storage_container" "package" {
  name                  = "package"
  storage_account_id    = azurerm_storage_account.usher.id
  container_access_type = "private"
}

# The table isn't made here: the provider sets tables' access lists with an
# account key, and there are none. Usher makes its table on first use.
# Source: the provider's azurerm_storage_table, which says so.

# Deleting the account would delete every run's history. A lock has to be taken
# off first.
resource "azurerm_management_lock" "runs" {
  name       = "runs"
  scope      = azurerm_storage_account.usher.id
  lock_level = "CanNotDelete"
  notes      = "Holds every run's history."
}
