# The queues say where to look; what is so stands in the table. Standard is the
# smallest tier with duplicate detection and scheduled messages.

locals {
  # By the names under which Usher knows them: advance moves runs along, cut
  # carries the lines that cut access, execute all others.
  queues = {
    advance = "advance"
    cut     = "cut"
    execute = "execute"
  }
}

resource "azurerm_servicebus_namespace" "usher" {
  name                = local.unique
  resource_group_name = azurerm_resource_group.usher.name
  location            = azurerm_resource_group.usher.location
  sku                 = "Standard"

  # Entra tokens only; shared access signatures open nothing.
  local_auth_enabled  = false
  minimum_tls_version = "1.2"

  tags = local.tags
}

resource "azurerm_servicebus_queue" "usher" {
  for_each = local.queues

  name         = each.value
  namespace_id = azurerm_servicebus_namespace.usher.id

  # A message's id is run/line/n: the same id again is a true copy.
  requires_duplicate_detection            = true
  duplicate_detection_history_time_window = "PT10M"

  # The host renews the lock up to five minutes; a door answers within 90 s.
  lock_duration = "PT1M"

  # Usher puts a message that keeps failing into quarantine, where it is seen,
  # well before Service Bus gives it up.
  max_delivery_count = 20

  # A message that waited two weeks is worth nothing: the sweep sends another.
  default_message_ttl                  = "P14D"
  dead_lettering_on_message_expiration = true
}
