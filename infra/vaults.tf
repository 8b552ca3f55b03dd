# Two vaults, because they forget differently.

# What people put in: desks' credentials, channels' addresses, certificates;
# and Usher's own keys for links and seals. Nothing here may get lost, so
# deleting takes 90 days and nobody can shorten that.
resource "azurerm_key_vault" "settings" {
  name                = "${var.name}-settings-${local.suffix}"
  resource_group_name = azurerm_resource_group.usher.name
  location            = azurerm_resource_group.usher.location
  tenant_id           = var.tenant_id
  sku_name            = "standard"

  rbac_authorization_enabled = true
  purge_protection_enabled   = true
  soft_delete_retention_days = 90

  tags = local.tags
}

# What one line hands to another and Usher purges: a joiner's first password
# until it is shared. Purging must work, so nothing protects from it, and what
# was missed goes after the shortest time there is.
resource "azurerm_key_vault" "handover" {
  name                = "${var.name}-handover-${local.suffix}"
  resource_group_name = azurerm_resource_group.usher.name
  location            = azurerm_resource_group.usher.location
  tenant_id           = var.tenant_id
  sku_name            = "standard"

  rbac_authorization_enabled = true
  purge_protection_enabled   = false
  soft_delete_retention_days = 7

  tags = local.tags
}
