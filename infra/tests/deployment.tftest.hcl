# What a deployment is made of, without an account: terraform test, or tofu test.

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

run "settings" {
  assert {
    condition = azurerm_function_app_flex_consumption.usher.app_settings == tomap({
      USHER_ENGINE         = "azure"
      USHER_PUBLIC_URL     = "https://usher-31ab44.azurewebsites.net"
      USHER_SIGN_IN        = "none"
      USHER_TENANT         = "7e7e0000-0000-4000-8000-000000000002"
      USHER_TABLES         = "https://usher31ab44.table.core.windows.net"
      USHER_TABLE          = "usher"
      USHER_QUEUE_ADVANCE  = "advance"
      USHER_QUEUE_CUT      = "cut"
      USHER_QUEUE_EXECUTE  = "execute"
      USHER_VAULT          = "https://usher-settings-31ab44.vault.azure.net"
      USHER_HANDOVER_VAULT = "https://usher-handover-31ab44.vault.azure.net"
      USHER_IDENTITY       = "1d000000-0000-4000-8000-00000000000c"
      USHER_APP            = "a00a0000-0000-4000-8000-000000000003"
      USHER_APP_CREDENTIAL = "federated"
      USHER_LOG            = "info"

      ServiceBusConnection__fullyQualifiedNamespace = "usher-31ab44.servicebus.windows.net"
      ServiceBusConnection__credential              = "managedidentity"
      ServiceBusConnection__clientId                = "1d000000-0000-4000-8000-00000000000c"
      AzureWebJobsStorage__accountName              = "usher31ab44"
      AzureWebJobsStorage__credential               = "managedidentity"
      AzureWebJobsStorage__clientId                 = "1d000000-0000-4000-8000-00000000000c"
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING     = "Authorization=AAD;ClientId=1d000000-0000-4000-8000-00000000000c"

      azurewebjobsstorage                  = ""
      deployment_storage_connection_string = ""
    })
    error_message = "The settings are ${jsonencode(azurerm_function_app_flex_consumption.usher.app_settings)}"
  }

  assert {
    condition = alltrue([for name, value in azurerm_function_app_flex_consumption.usher.app_settings :
      !can(regex("(?i)(accountkey|sharedaccess|password|secret)[a-z]*=|[?&]sig=|;", value)) || name == "APPLICATIONINSIGHTS_AUTHENTICATION_STRING"
    ])
    error_message = "A setting looks like a connection string or a key."
  }

  assert {
    condition     = length(azurerm_function_app_flex_consumption.usher.connection_string) == 0 && azurerm_function_app_flex_consumption.usher.storage_access_key == null
    error_message = "The app has a connection string or the storage account's key."
  }
}

run "app" {
  assert {
    condition     = azurerm_service_plan.usher.sku_name == "FC1" && azurerm_service_plan.usher.os_type == "Linux"
    error_message = "The plan isn't Flex Consumption on Linux."
  }

  assert {
    condition     = azurerm_function_app_flex_consumption.usher.runtime_name == "custom" && azurerm_function_app_flex_consumption.usher.runtime_version == "1.0"
    error_message = "The app doesn't run a custom handler."
  }

  assert {
    condition = (
      azurerm_function_app_flex_consumption.usher.storage_authentication_type == "UserAssignedIdentity" &&
      azurerm_function_app_flex_consumption.usher.storage_user_assigned_identity_id == azurerm_user_assigned_identity.usher.id &&
      azurerm_function_app_flex_consumption.usher.storage_container_endpoint == "https://usher31ab44.blob.core.windows.net/package"
    )
    error_message = "The package isn't fetched from its container with the identity."
  }

  assert {
    condition     = azurerm_function_app_flex_consumption.usher.https_only && !azurerm_function_app_flex_consumption.usher.webdeploy_publish_basic_authentication_enabled
    error_message = "The app takes plain http or publishing passwords."
  }

  assert {
    condition     = azurerm_function_app_flex_consumption.usher.site_config[0].minimum_tls_version == "1.2"
    error_message = "The app takes an older TLS."
  }

  assert {
    condition     = length(azurerm_function_app_flex_consumption.usher.auth_settings_v2) == 0 && length(azurerm_function_app_flex_consumption.usher.always_ready) == 0
    error_message = "Sign-in or instances that never sleep came without being asked for."
  }
}

run "sign_in" {
  variables {
    sign_in_client_id = "a00a0000-0000-4000-8000-000000000004"
    public_url        = "https://usher.msp.example"
  }

  assert {
    condition     = azurerm_function_app_flex_consumption.usher.app_settings["USHER_SIGN_IN"] == "entra"
    error_message = "The doors aren't told that sign-in stands in front of them."
  }

  assert {
    condition = (
      azurerm_function_app_flex_consumption.usher.auth_settings_v2[0].auth_enabled &&
      azurerm_function_app_flex_consumption.usher.auth_settings_v2[0].unauthenticated_action == "AllowAnonymous" &&
      !azurerm_function_app_flex_consumption.usher.auth_settings_v2[0].require_authentication
    )
    error_message = "Sign-in is off, or it keeps desks' webhooks out."
  }

  assert {
    condition = (
      azurerm_function_app_flex_consumption.usher.auth_settings_v2[0].active_directory_v2[0].client_id == "a00a0000-0000-4000-8000-000000000004" &&
      azurerm_function_app_flex_consumption.usher.auth_settings_v2[0].active_directory_v2[0].tenant_auth_endpoint == "https://login.microsoftonline.com/7e7e0000-0000-4000-8000-000000000002/v2.0"
    )
    error_message = "Sign-in takes another app's tokens, or another tenant's."
  }

  assert {
    condition = (
      azurerm_function_app_flex_consumption.usher.auth_settings_v2[0].active_directory_v2[0].client_secret_setting_name == "OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID" &&
      azurerm_function_app_flex_consumption.usher.app_settings["OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID"] == azurerm_user_assigned_identity.usher.client_id
    )
    error_message = "The identity doesn't vouch for the sign-in app."
  }

  assert {
    condition     = output.sign_in_redirect == "https://usher.msp.example/.auth/login/aad/callback" && output.doors.webhook == "https://usher.msp.example/api/intake/CUSTOMER"
    error_message = "The outputs don't name the public URL."
  }
}

run "outputs" {
  assert {
    condition = jsondecode(output.federated_credential) == {
      name      = "usher-31ab44-identity"
      issuer    = "https://login.microsoftonline.com/7e7e0000-0000-4000-8000-000000000002/v2.0"
      subject   = azurerm_user_assigned_identity.usher.principal_id
      audiences = ["api://AzureADTokenExchange"]
    }
    error_message = "The federated credential is ${output.federated_credential}"
  }

  assert {
    condition     = output.consent_link == "https://login.microsoftonline.com/CUSTOMER_TENANT/adminconsent?client_id=a00a0000-0000-4000-8000-000000000003&redirect_uri=https%3A%2F%2Fusher-31ab44.azurewebsites.net%2F"
    error_message = "The consent link is ${output.consent_link}"
  }

  assert {
    condition     = output.commands == "export USHER_ENGINE=azure\nexport USHER_TABLES=https://usher31ab44.table.core.windows.net\nexport USHER_TABLE=usher\nexport USHER_VAULT=https://usher-settings-31ab44.vault.azure.net"
    error_message = "A technician's commands would look at ${output.commands}"
  }

  assert {
    condition     = output.url == "https://usher-31ab44.azurewebsites.net" && output.doors.sign_in == "" && output.doors.runs == "https://usher-31ab44.azurewebsites.net/api/runs"
    error_message = "The doors are ${jsonencode(output.doors)}"
  }
}

run "queues" {
  assert {
    condition     = toset([for queue in azurerm_servicebus_queue.usher : queue.name]) == toset(["advance", "cut", "execute"])
    error_message = "The queues aren't advance, cut and execute."
  }

  assert {
    condition = alltrue([for queue in azurerm_servicebus_queue.usher : (
      queue.requires_duplicate_detection && queue.duplicate_detection_history_time_window == "PT10M" &&
      queue.lock_duration == "PT1M" && queue.max_delivery_count == 20 && !coalesce(queue.requires_session, false)
    )])
    error_message = "A queue lacks duplicate detection over 10 minutes, a lock of a minute or 20 deliveries."
  }

  assert {
    condition     = azurerm_servicebus_namespace.usher.sku == "Standard" && !azurerm_servicebus_namespace.usher.local_auth_enabled
    error_message = "The namespace isn't Standard, or it takes keys."
  }
}

run "storage" {
  assert {
    condition = (
      !azurerm_storage_account.usher.shared_access_key_enabled && azurerm_storage_account.usher.min_tls_version == "TLS1_2" &&
      !azurerm_storage_account.usher.allow_nested_items_to_be_public && azurerm_storage_account.usher.https_traffic_only_enabled &&
      !azurerm_storage_account.usher.local_user_enabled
    )
    error_message = "The storage account takes keys, old TLS, http, local users or shows blobs to the public."
  }

  assert {
    condition     = azurerm_storage_container.package.container_access_type == "private"
    error_message = "The package is public."
  }

  assert {
    condition     = azurerm_management_lock.runs.scope == azurerm_storage_account.usher.id && azurerm_management_lock.runs.lock_level == "CanNotDelete"
    error_message = "The runs' history can be deleted with one click."
  }
}

run "vaults" {
  assert {
    condition = (
      azurerm_key_vault.settings.rbac_authorization_enabled && azurerm_key_vault.settings.purge_protection_enabled &&
      azurerm_key_vault.settings.soft_delete_retention_days == 90
    )
    error_message = "The settings vault can lose a secret."
  }

  assert {
    condition = (
      azurerm_key_vault.handover.rbac_authorization_enabled && !azurerm_key_vault.handover.purge_protection_enabled &&
      azurerm_key_vault.handover.soft_delete_retention_days == 7
    )
    error_message = "The handover vault keeps what Usher purges."
  }

  assert {
    condition     = alltrue([for vault in [azurerm_key_vault.settings, azurerm_key_vault.handover] : length(vault.name) <= 24])
    error_message = "A vault's name is longer than Key Vault takes."
  }
}

run "roles" {
  assert {
    condition = { for key, one in azurerm_role_assignment.usher : one.role_definition_name => one.scope } == {
      "Storage Blob Data Owner"        = azurerm_storage_account.usher.id
      "Storage Table Data Contributor" = azurerm_storage_account.usher.id
      "Key Vault Secrets User"         = azurerm_key_vault.settings.id
      "Key Vault Secrets Officer"      = azurerm_key_vault.handover.id
      "Monitoring Metrics Publisher"   = azurerm_application_insights.usher.id
    }
    error_message = "The identity's roles are ${jsonencode({ for key, one in azurerm_role_assignment.usher : one.role_definition_name => one.scope })}"
  }

  assert {
    condition = toset([for one in azurerm_role_assignment.queues : "${one.role_definition_name} on ${one.scope}"]) == toset([
      for pair in setproduct(["Azure Service Bus Data Receiver", "Azure Service Bus Data Sender"], ["advance", "cut", "execute"]) :
      "${pair[0]} on ${azurerm_servicebus_namespace.usher.id}/queues/${pair[1]}"
    ])
    error_message = "The identity doesn't just send to and receive from each queue."
  }

  assert {
    condition = (
      azurerm_role_definition.settings_writer.permissions[0].data_actions == toset(["Microsoft.KeyVault/vaults/secrets/setSecret/action"]) &&
      length(coalesce(azurerm_role_definition.settings_writer.permissions[0].actions, [])) == 0 &&
      azurerm_role_assignment.settings_writer.scope == azurerm_key_vault.settings.id
    )
    error_message = "The writer of settings may do more than set a secret of the settings vault."
  }

  assert {
    condition     = alltrue([for one in concat(values(azurerm_role_assignment.usher), values(azurerm_role_assignment.queues), [azurerm_role_assignment.settings_writer]) : one.principal_id == azurerm_user_assigned_identity.usher.principal_id])
    error_message = "A role of Usher's went to somebody else."
  }

  assert {
    condition     = length(azurerm_role_assignment.technicians) == 0
    error_message = "Somebody became a technician without being named."
  }
}

run "technicians" {
  variables {
    technicians           = ["7ec40000-0000-4000-8000-000000000005"]
    scale_by_queue_length = true
  }

  assert {
    condition = { for one in azurerm_role_assignment.technicians : one.role_definition_name => one.scope } == {
      "Storage Table Data Contributor" = azurerm_storage_account.usher.id
      "Key Vault Secrets Officer"      = azurerm_key_vault.settings.id
      "Monitoring Reader"              = azurerm_resource_group.usher.id
    }
    error_message = "Technicians can't apply documents, put secrets and read logs, or they can do more."
  }

  assert {
    condition     = alltrue([for one in azurerm_role_assignment.technicians : one.principal_id == "7ec40000-0000-4000-8000-000000000005"])
    error_message = "A technician's role went to somebody else."
  }

  assert {
    condition     = toset([for one in azurerm_role_assignment.queues : one.role_definition_name]) == toset(["Azure Service Bus Data Owner"])
    error_message = "Azure can't read the queues' lengths."
  }
}

run "everything_set" {
  variables {
    name                        = "ushertwo"
    app_credential              = "certificate"
    app_secret_name             = "usher-app"
    sharepoint_certificate_name = "usher-sharepoint"
    allowed_hosts               = ["desk.msp.example", "10.0.0.4"]
    traces_endpoint             = "https://otel.msp.example:4318"
    log_level                   = "debug"
    table                       = "runs"
    instance_memory             = 512
    always_ready                = { http = 1, "function:cut" = 1 }
    public_url                  = "https://usher.msp.example"
  }

  assert {
    condition = alltrue([for name, value in {
      USHER_APP_CREDENTIAL         = "certificate"
      USHER_APP_SECRET             = "usher-app"
      USHER_SHAREPOINT_CERTIFICATE = "usher-sharepoint"
      USHER_ALLOWED_HOSTS          = "10.0.0.4,desk.msp.example"
      OTEL_EXPORTER_OTLP_ENDPOINT  = "https://otel.msp.example:4318"
      USHER_LOG                    = "debug"
      USHER_TABLE                  = "runs"
      USHER_PUBLIC_URL             = "https://usher.msp.example"
    } : azurerm_function_app_flex_consumption.usher.app_settings[name] == value])
    error_message = "The settings are ${jsonencode(azurerm_function_app_flex_consumption.usher.app_settings)}"
  }

  assert {
    condition     = { for one in azurerm_function_app_flex_consumption.usher.always_ready : one.name => one.instance_count } == { http = 1, "function:cut" = 1 }
    error_message = "The instances that never sleep aren't those asked for."
  }

  assert {
    condition     = alltrue([for vault in [azurerm_key_vault.settings, azurerm_key_vault.handover] : length(vault.name) <= 24]) && length(azurerm_storage_account.usher.name) <= 24
    error_message = "With the longest name, a resource's name is longer than Azure takes."
  }
}
