# What is watched, and on which words of the handler the alerts rest.

# Azure's answers, as far as one resource needs them of another.
mock_provider "azurerm" {
  mock_resource "azurerm_user_assigned_identity" {
    defaults = {
      id           = "/subscriptions/5b5b0000-0000-4000-8000-000000000001/resourceGroups/usher/providers/Microsoft.ManagedIdentity/userAssignedIdentities/usher-identity"
      client_id    = "1d000000-0000-4000-8000-00000000000c"
      principal_id = "1d000000-0000-4000-8000-00000000000b"
    }
  }
  mock_resource "azurerm_resource_group" {
    defaults = { id = "/subscriptions/5b5b0000-0000-4000-8000-000000000001/resourceGroups/usher" }
  }
  mock_resource "azurerm_role_definition" {
    defaults = { role_definition_resource_id = "/subscriptions/5b5b0000-0000-4000-8000-000000000001/providers/Microsoft.Authorization/roleDefinitions/5e770000-0000-4000-8000-00000000000d" }
  }
  mock_resource "azurerm_storage_account" {
    defaults = { id = "/subscriptions/5b5b0000-0000-4000-8000-000000000001/resourceGroups/usher/providers/Microsoft.Storage/storageAccounts/usher31ab44" }
  }
  mock_resource "azurerm_servicebus_namespace" {
    defaults = { id = "/subscriptions/5b5b0000-0000-4000-8000-000000000001/resourceGroups/usher/providers/Microsoft.ServiceBus/namespaces/usher-31ab44" }
  }
  mock_resource "azurerm_service_plan" {
    defaults = { id = "/subscriptions/5b5b0000-0000-4000-8000-000000000001/resourceGroups/usher/providers/Microsoft.Web/serverFarms/usher-plan" }
  }
  mock_resource "azurerm_log_analytics_workspace" {
    defaults = { id = "/subscriptions/5b5b0000-0000-4000-8000-000000000001/resourceGroups/usher/providers/Microsoft.OperationalInsights/workspaces/usher-logs" }
  }
  mock_resource "azurerm_application_insights" {
    defaults = {
      id                = "/subscriptions/5b5b0000-0000-4000-8000-000000000001/resourceGroups/usher/providers/Microsoft.Insights/components/usher-insights"
      connection_string = "InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint=https://westeurope-5.in.applicationinsights.azure.com/"
    }
  }
  mock_resource "azurerm_monitor_action_group" {
    defaults = { id = "/subscriptions/5b5b0000-0000-4000-8000-000000000001/resourceGroups/usher/providers/Microsoft.Insights/actionGroups/usher-alerts" }
  }
  mock_resource "azurerm_function_app_flex_consumption" {
    defaults = { default_hostname = "usher-31ab44.azurewebsites.net" }
  }
}

override_resource {
  target = azurerm_key_vault.settings
  values = { id = "/subscriptions/5b5b0000-0000-4000-8000-000000000001/resourceGroups/usher/providers/Microsoft.KeyVault/vaults/usher-settings-31ab44" }
}

override_resource {
  target = azurerm_key_vault.handover
  values = { id = "/subscriptions/5b5b0000-0000-4000-8000-000000000001/resourceGroups/usher/providers/Microsoft.KeyVault/vaults/usher-handover-31ab44" }
}

variables {
  subscription_id = "5b5b0000-0000-4000-8000-000000000001"
  tenant_id       = "7e7e0000-0000-4000-8000-000000000002"
  location        = "westeurope"
  app_client_id   = "a00a0000-0000-4000-8000-000000000003"
  alert_emails    = ["alerts@msp.example"]
}

run "telemetry" {
  assert {
    condition     = !azurerm_application_insights.usher.local_authentication_enabled && !azurerm_log_analytics_workspace.usher.local_authentication_enabled
    error_message = "Telemetry is taken from whoever knows a key."
  }

  assert {
    condition     = azurerm_application_insights.usher.workspace_id == azurerm_log_analytics_workspace.usher.id
    error_message = "Application Insights doesn't keep its data in the workspace."
  }

  assert {
    condition     = azurerm_function_app_flex_consumption.usher.site_config[0].application_insights_connection_string == azurerm_application_insights.usher.connection_string
    error_message = "The app sends its telemetry elsewhere."
  }
}

run "log_alerts" {
  assert {
    condition     = toset(keys(azurerm_monitor_scheduled_query_rules_alert_v2.usher)) == toset(["uncut-leaver", "failed-run", "quarantine", "overdue-approval", "handler-errors"])
    error_message = "The log alerts are ${jsonencode(keys(azurerm_monitor_scheduled_query_rules_alert_v2.usher))}"
  }

  assert {
    condition = alltrue([for name, words in {
      uncut-leaver     = ["name == \"RunFinished\"", "cut == \"no\"", "msg == \"access not cut\""]
      failed-run       = ["name == \"RunFinished\"", "status == \"failed\"", "msg == \"run finished\""]
      quarantine       = ["msg == \"message quarantined\""]
      overdue-approval = ["msg == \"approval overdue\""]
      handler-errors   = ["level == \"ERROR\"", "severityLevel >= 3"]
    } : alltrue([for word in words : strcontains(azurerm_monitor_scheduled_query_rules_alert_v2.usher[name].criteria[0].query, word)])])
    error_message = "An alert doesn't look for what the handler writes."
  }

  assert {
    condition     = azurerm_monitor_scheduled_query_rules_alert_v2.usher["uncut-leaver"].severity == 0 && azurerm_monitor_scheduled_query_rules_alert_v2.usher["uncut-leaver"].evaluation_frequency == "PT1M"
    error_message = "A leaver whose access isn't cut isn't told within minutes."
  }

  assert {
    condition = alltrue([for name in ["uncut-leaver", "failed-run", "quarantine", "overdue-approval"] :
      [for one in azurerm_monitor_scheduled_query_rules_alert_v2.usher[name].criteria[0].dimension : one.name] == ["customer", "run"] &&
      azurerm_monitor_scheduled_query_rules_alert_v2.usher[name].criteria[0].threshold == 0
    ])
    error_message = "One run's alert hides another's."
  }

  assert {
    condition = alltrue([for one in concat(values(azurerm_monitor_scheduled_query_rules_alert_v2.usher), [azurerm_monitor_scheduled_query_rules_alert_v2.still]) :
      one.action[0].action_groups == tolist([azurerm_monitor_action_group.usher.id]) && one.scopes == tolist([azurerm_application_insights.usher.id])
    ])
    error_message = "An alert reaches nobody, or looks elsewhere."
  }

  assert {
    condition     = azurerm_monitor_scheduled_query_rules_alert_v2.still.criteria[0].operator == "LessThan" && strcontains(azurerm_monitor_scheduled_query_rules_alert_v2.still.criteria[0].query, "name == \"sweep\"")
    error_message = "Nobody notices that nothing runs."
  }
}

run "queue_alerts" {
  assert {
    condition     = { for name, one in azurerm_monitor_metric_alert.queue : name => one.window_size } == { cut = "PT5M", advance = "PT15M", execute = "PT30M" }
    error_message = "A queue may hold messages for longer than it should, unnoticed."
  }

  assert {
    condition = alltrue([for name, one in azurerm_monitor_metric_alert.queue : alltrue([for look in one.criteria :
      look.metric_name == "ActiveMessages" && look.aggregation == "Minimum" && look.threshold == 0 && alltrue([for split in look.dimension : split.values == tolist([name])])
    ])])
    error_message = "A queue's alert doesn't look at its own queue."
  }

  assert {
    condition     = alltrue([for one in concat(values(azurerm_monitor_metric_alert.queue), [azurerm_monitor_metric_alert.dead_letters]) : alltrue([for action in one.action : action.action_group_id == azurerm_monitor_action_group.usher.id])])
    error_message = "A queue's alert reaches nobody."
  }
}

run "people" {
  variables {
    alert_emails = ["alerts@msp.example", "duty@msp.example"]
  }

  assert {
    condition     = toset([for one in azurerm_monitor_action_group.usher.email_receiver : one.email_address]) == toset(["alerts@msp.example", "duty@msp.example"])
    error_message = "Not everybody is told."
  }
}

run "workbook" {
  assert {
    condition     = jsondecode(azurerm_application_insights_workbook.usher.data_json).version == "Notebook/1.0" && azurerm_application_insights_workbook.usher.source_id == lower(azurerm_application_insights.usher.id)
    error_message = "The workbook isn't one, or belongs to nothing."
  }

  assert {
    condition = alltrue([for word in ["name == \"RunFinished\"", "msg == \"approval overdue\"", "msg == \"message quarantined\"", "cut == \"no\""] :
      anytrue([for item in jsondecode(azurerm_application_insights_workbook.usher.data_json).items : strcontains(try(item.content.query, ""), word)])
    ])
    error_message = "The workbook doesn't look for what the handler writes."
  }

  assert {
    condition     = strcontains(azurerm_application_insights_workbook.usher.data_json, azurerm_servicebus_namespace.usher.id)
    error_message = "The workbook doesn't show this deployment's queues."
  }
}
