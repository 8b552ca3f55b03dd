# One identity, and everything it may do. There is no key and no connection
# string anywhere: each service takes this identity's tokens and nothing else.

resource "azurerm_user_assigned_identity" "usher" {
  name                = "${var.name}-identity"
  resource_group_name = azurerm_resource_group.usher.name
  location            = azurerm_resource_group.usher.location
  tags                = local.tags
}

locals {
  roles = {
    # The Functions host keeps its package, its locks and the timer's state in
    # blobs, and sets leases on them. It uses no storage queue: those are for
    # blob and durable triggers.
    "host blobs" = { scope = azurerm_storage_account.usher.id, role = "Storage Blob Data Owner" }

    # The runs. The table is made on first use, which this role covers, too.
    "runs table" = { scope = azurerm_storage_account.usher.id, role = "Storage Table Data Contributor" }

    # Desks' and channels' secrets are read; Usher's own keys are written once,
    # see settings_writer.
    "settings read" = { scope = azurerm_key_vault.settings.id, role = "Key Vault Secrets User" }

    # Made, read and purged by Usher alone: what one line hands to another.
    "handover" = { scope = azurerm_key_vault.handover.id, role = "Key Vault Secrets Officer" }

    # The host's telemetry and each run's end, signed with the identity.
    "telemetry" = { scope = azurerm_application_insights.usher.id, role = "Monitoring Metrics Publisher" }
  }

  # On each queue alone, not on the namespace. The platform that wakes the app
  # uses the same identity: with the receiver's role it peeks whether there is
  # a message, which starts one instance for a queue (16 lines at a time). To
  # read how many there are, it needs the owner's role, which could also delete
  # the queue.
  # Source: learn.microsoft.com/azure/azure-functions/functions-target-based-scaling
  queue_roles = var.scale_by_queue_length ? ["Azure Service Bus Data Owner"] : [
    "Azure Service Bus Data Receiver",
    "Azure Service Bus Data Sender",
  ]
}

resource "azurerm_role_assignment" "usher" {
  for_each = local.roles

  scope                = each.value.scope
  role_definition_name = each.value.role
  principal_id         = azurerm_user_assigned_identity.usher.principal_id
  principal_type       = "ServicePrincipal"
}

resource "azurerm_role_assignment" "queues" {
  for_each = { for pair in setproduct(keys(local.queues), local.queue_roles) : "${pair[0]} ${pair[1]}" => { queue = pair[0], role = pair[1] } }

  scope                = "${azurerm_servicebus_namespace.usher.id}/queues/${azurerm_servicebus_queue.usher[each.value.queue].name}"
  role_definition_name = each.value.role
  principal_id         = azurerm_user_assigned_identity.usher.principal_id
  principal_type       = "ServicePrincipal"
}

# Usher makes its own keys, for links and seals, where the other secrets are.
# No built-in role writes secrets without deleting them as well.
resource "azurerm_role_definition" "settings_writer" {
  name        = "Usher ${local.unique}: write secrets"
  description = "Sets secrets, and neither lists nor deletes them."
  scope       = azurerm_resource_group.usher.id

  permissions {
    data_actions = ["Microsoft.KeyVault/vaults/secrets/setSecret/action"]
  }

  assignable_scopes = [azurerm_resource_group.usher.id]
}

resource "azurerm_role_assignment" "settings_writer" {
  scope              = azurerm_key_vault.settings.id
  role_definition_id = azurerm_role_definition.settings_writer.role_definition_resource_id
  principal_id       = azurerm_user_assigned_identity.usher.principal_id
  principal_type     = "ServicePrincipal"
}

# People: they apply customers' documents, look at runs and put secrets into
# the vault, each with their own sign-in.
resource "azurerm_role_assignment" "technicians" {
  for_each = {
    for pair in setproduct(var.technicians, [
      { name = "runs", role = "Storage Table Data Contributor", scope = azurerm_storage_account.usher.id },
      { name = "secrets", role = "Key Vault Secrets Officer", scope = azurerm_key_vault.settings.id },
      { name = "logs", role = "Monitoring Reader", scope = azurerm_resource_group.usher.id },
    ]) : "${pair[0]} ${pair[1].name}" => { who = pair[0], role = pair[1].role, scope = pair[1].scope }
  }

  scope                = each.value.scope
  role_definition_name = each.value.role
  principal_id         = each.value.who
}
