resource "azurerm_log_analytics_workspace" "usher" {
  name                = "${var.name}-logs"
  resource_group_name = azurerm_resource_group.usher.name
  location            = azurerm_resource_group.usher.location
  sku                 = "PerGB2018"
  retention_in_days   = var.log_days
  daily_quota_gb      = var.log_cap_gb

  # Entra tokens only; the workspace's keys open nothing.
  local_authentication_enabled = false

  tags = local.tags
}

resource "azurerm_application_insights" "usher" {
  name                = "${var.name}-insights"
  resource_group_name = azurerm_resource_group.usher.name
  location            = azurerm_resource_group.usher.location
  workspace_id        = azurerm_log_analytics_workspace.usher.id
  application_type    = "other"

  # Nobody writes here by knowing the connection string alone.
  local_authentication_enabled = false

  tags = local.tags
}

# The workbook's queries are written for Application Insights and rest on the
# same names as the alerts.
resource "azurerm_application_insights_workbook" "usher" {
  name                = uuidv5("url", "https://${local.unique}.azurewebsites.net/workbook")
  resource_group_name = azurerm_resource_group.usher.name
  location            = azurerm_resource_group.usher.location
  display_name        = "Usher: runs, approvals and queues"
  source_id           = lower(azurerm_application_insights.usher.id)
  data_json           = templatefile("${path.module}/workbook.json", { namespace = azurerm_servicebus_namespace.usher.id })
  tags                = local.tags
}
