# What can't be right is refused before anything is made.

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

run "subscription_by_name" {
  command = plan
  variables {
    subscription_id = "Production"
  }
  expect_failures = [var.subscription_id]
}

run "tenant_by_domain" {
  command = plan
  variables {
    tenant_id = "msp.example"
  }
  expect_failures = [var.tenant_id]
}

run "location_in_words" {
  command = plan
  variables {
    location = "West Europe"
  }
  expect_failures = [var.location]
}

run "long_name" {
  command = plan
  variables {
    name = "usherazure"
  }
  expect_failures = [var.name]
}

run "name_with_capitals" {
  command = plan
  variables {
    name = "Usher"
  }
  expect_failures = [var.name]
}

run "app_by_name" {
  command = plan
  variables {
    app_client_id = "usher"
  }
  expect_failures = [var.app_client_id]
}

run "unknown_credential" {
  command = plan
  variables {
    app_credential  = "password"
    app_secret_name = "app"
  }
  expect_failures = [var.app_credential]
}

run "secret_without_its_name" {
  command = plan
  variables {
    app_credential = "secret"
  }
  expect_failures = [var.app_credential]
}

run "federated_with_a_secret" {
  command = plan
  variables {
    app_secret_name = "app"
  }
  expect_failures = [var.app_credential]
}

run "secret_instead_of_its_name" {
  command = plan
  variables {
    app_credential  = "secret"
    app_secret_name = "xyz8Q~abc_def.ghi"
  }
  expect_failures = [var.app_secret_name]
}

run "sharepoint_by_path" {
  command = plan
  variables {
    sharepoint_certificate_name = "certs/sharepoint"
  }
  expect_failures = [var.sharepoint_certificate_name]
}

run "plain_http" {
  command = plan
  variables {
    public_url = "http://usher.msp.example"
  }
  expect_failures = [var.public_url]
}

run "slash_at_the_end" {
  command = plan
  variables {
    public_url = "https://usher.msp.example/"
  }
  expect_failures = [var.public_url]
}

run "sign_in_by_name" {
  command = plan
  variables {
    sign_in_client_id = "usher sign-in"
  }
  expect_failures = [var.sign_in_client_id]
}

run "sign_in_with_the_app" {
  command = plan
  variables {
    sign_in_client_id = "a00a0000-0000-4000-8000-000000000003"
  }
  expect_failures = [var.sign_in_client_id]
}

run "technician_by_address" {
  command = plan
  variables {
    technicians = ["kim@msp.example"]
  }
  expect_failures = [var.technicians]
}

run "host_with_a_scheme" {
  command = plan
  variables {
    allowed_hosts = ["https://desk.msp.example"]
  }
  expect_failures = [var.allowed_hosts]
}

run "odd_memory" {
  command = plan
  variables {
    instance_memory = 1024
  }
  expect_failures = [var.instance_memory]
}

run "no_instances" {
  command = plan
  variables {
    most_instances = 0
  }
  expect_failures = [var.most_instances]
}

run "ready_for_nothing" {
  command = plan
  variables {
    always_ready = { "function:approve" = 1 }
  }
  expect_failures = [var.always_ready]
}

run "premium_storage" {
  command = plan
  variables {
    storage_replication = "Premium"
  }
  expect_failures = [var.storage_replication]
}

run "table_with_a_hyphen" {
  command = plan
  variables {
    table = "usher-runs"
  }
  expect_failures = [var.table]
}

run "nobody_to_tell" {
  command = plan
  variables {
    alert_emails = []
  }
  expect_failures = [var.alert_emails]
}

run "nobody_by_that_name" {
  command = plan
  variables {
    alert_emails = ["duty"]
  }
  expect_failures = [var.alert_emails]
}

run "unknown_level" {
  command = plan
  variables {
    log_level = "trace"
  }
  expect_failures = [var.log_level]
}

run "a_week_of_logs" {
  command = plan
  variables {
    log_days = 7
  }
  expect_failures = [var.log_days]
}

run "no_logs_at_all" {
  command = plan
  variables {
    log_cap_gb = 0
  }
  expect_failures = [var.log_cap_gb]
}

run "traces_with_a_key" {
  command = plan
  variables {
    traces_endpoint = "https://otel.example/v1?key=1"
  }
  expect_failures = [var.traces_endpoint]
}

run "model_over_http" {
  command = plan
  variables {
    model_endpoint   = "http://contoso.openai.azure.com"
    model_deployment = "reader"
  }
  expect_failures = [var.model_endpoint]
}

run "model_without_a_deployment" {
  command = plan
  variables {
    model_endpoint = "https://contoso.openai.azure.com"
  }
  expect_failures = [var.model_endpoint]
}

run "model_by_a_key_itself" {
  command = plan
  variables {
    model_key_name = "sk_1"
  }
  expect_failures = [var.model_key_name]
}

run "model_of_the_latest_version" {
  command = plan
  variables {
    model_api_version = "latest"
  }
  expect_failures = [var.model_api_version]
}
