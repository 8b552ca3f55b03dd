resource "azurerm_service_plan" "usher" {
  name                = "${var.name}-plan"
  resource_group_name = azurerm_resource_group.usher.name
  location            = azurerm_resource_group.usher.location
  os_type             = "Linux"
  sku_name            = "FC1" # Flex Consumption
  tags                = local.tags
}

locals {
  # What handler/config.go reads; infra/house holds both to the same names.
  # No setting holds a secret: secrets are in the vault, settings name them.
  settings = {
    USHER_ENGINE         = "azure"
    USHER_PUBLIC_URL     = local.public_url
    USHER_SIGN_IN        = local.sign_in ? "entra" : "none"
    USHER_TENANT         = var.tenant_id
    USHER_TABLES         = "https://${azurerm_storage_account.usher.name}.table.core.windows.net"
    USHER_TABLE          = var.table
    USHER_QUEUE_ADVANCE  = azurerm_servicebus_queue.usher["advance"].name
    USHER_QUEUE_CUT      = azurerm_servicebus_queue.usher["cut"].name
    USHER_QUEUE_EXECUTE  = azurerm_servicebus_queue.usher["execute"].name
    USHER_VAULT          = "https://${azurerm_key_vault.settings.name}.vault.azure.net"
    USHER_HANDOVER_VAULT = "https://${azurerm_key_vault.handover.name}.vault.azure.net"
    USHER_IDENTITY       = azurerm_user_assigned_identity.usher.client_id

    USHER_APP                    = var.app_client_id
    USHER_APP_CREDENTIAL         = var.app_credential
    USHER_APP_SECRET             = var.app_secret_name
    USHER_SHAREPOINT_CERTIFICATE = var.sharepoint_certificate_name

    USHER_MODEL_ENDPOINT    = var.model_endpoint
    USHER_MODEL_DEPLOYMENT  = var.model_deployment
    USHER_MODEL_API_VERSION = var.model_api_version
    USHER_MODEL_KEY         = var.model_key_name

    USHER_ALLOWED_HOSTS         = join(",", sort(var.allowed_hosts))
    USHER_LOG                   = var.log_level
    OTEL_EXPORTER_OTLP_ENDPOINT = var.traces_endpoint

    # The host receives with the same identity, by the binding's connection.
    ServiceBusConnection__fullyQualifiedNamespace = "${azurerm_servicebus_namespace.usher.name}.servicebus.windows.net"
    ServiceBusConnection__credential              = "managedidentity"
    ServiceBusConnection__clientId                = azurerm_user_assigned_identity.usher.client_id

    # The host's own storage, by identity.
    AzureWebJobsStorage__accountName = azurerm_storage_account.usher.name
    AzureWebJobsStorage__credential  = "managedidentity"
    AzureWebJobsStorage__clientId    = azurerm_user_assigned_identity.usher.client_id

    # With local authentication off, Application Insights takes telemetry with
    # an Entra token only.
    APPLICATIONINSIGHTS_AUTHENTICATION_STRING = "Authorization=AAD;ClientId=${azurerm_user_assigned_identity.usher.client_id}"

    # The platform's sign-in vouches for the sign-in app with the identity, so
    # that there is no client secret.
    # Source: learn.microsoft.com/azure/app-service/configure-authentication-provider-aad
    OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID = local.sign_in ? azurerm_user_assigned_identity.usher.client_id : ""
  }

  # The provider adds two connection strings with an empty key of its own
  # accord, and the host stops at the first. A setting of the same name wins,
  # whatever its case; in small letters the provider doesn't forget it when it
  # reads the app back, so that a second apply changes nothing.
  # Take these lines away once the provider has left it off:
  # github.com/hashicorp/terraform-provider-azurerm/issues/29149
  emptied = {
    azurewebjobsstorage                  = ""
    deployment_storage_connection_string = ""
  }
}

resource "azurerm_function_app_flex_consumption" "usher" {
  name                = local.unique
  resource_group_name = azurerm_resource_group.usher.name
  location            = azurerm_resource_group.usher.location
  service_plan_id     = azurerm_service_plan.usher.id

  # A program of our own beside the Functions host.
  runtime_name    = "custom"
  runtime_version = "1.0"

  storage_container_type            = "blobContainer"
  storage_container_endpoint        = "https://${azurerm_storage_account.usher.name}.blob.core.windows.net/${azurerm_storage_container.package.name}"
  storage_authentication_type       = "UserAssignedIdentity"
  storage_user_assigned_identity_id = azurerm_user_assigned_identity.usher.id

  instance_memory_in_mb  = var.instance_memory
  maximum_instance_count = var.most_instances

  dynamic "always_ready" {
    for_each = var.always_ready
    content {
      name           = always_ready.key
      instance_count = always_ready.value
    }
  }

  https_only = true
  # Packages are deployed with an Entra token; publishing passwords open nothing.
  webdeploy_publish_basic_authentication_enabled = false

  app_settings = merge({ for name, value in local.settings : name => value if value != "" }, local.emptied)

  site_config {
    http2_enabled       = true
    minimum_tls_version = "1.2"

    # APPLICATIONINSIGHTS_CONNECTION_STRING. It is an address: the key in it is
    # worth nothing while local authentication is off.
    application_insights_connection_string = azurerm_application_insights.usher.connection_string
  }

  identity {
    type         = "UserAssigned"
    identity_ids = [azurerm_user_assigned_identity.usher.id]
  }

  dynamic "auth_settings_v2" {
    for_each = local.sign_in ? [var.sign_in_client_id] : []
    content {
      auth_enabled  = true
      require_https = true

      # Requests without sign-in go through to the doors, and each door checks:
      # a desk signs its webhooks, a link carries a token, the runs need a role.
      require_authentication = false
      unauthenticated_action = "AllowAnonymous"

      active_directory_v2 {
        client_id = auth_settings_v2.value
        # Your own tenant's accounts and guests, nobody else's: in another
        # tenant, its administrators give out the roles of this app.
        tenant_auth_endpoint       = "https://login.microsoftonline.com/${var.tenant_id}/v2.0"
        client_secret_setting_name = "OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID"
      }

      login {
        token_store_enabled = false # nobody needs the tokens afterwards
      }
    }
  }

  tags = local.tags

  # Without its roles the app can't start.
  depends_on = [
    azurerm_role_assignment.usher,
    azurerm_role_assignment.queues,
    azurerm_role_assignment.settings_writer,
  ]

  lifecycle {
    postcondition {
      condition     = var.public_url != "" || "https://${self.default_hostname}" == local.app_url
      error_message = "Azure gave the app another host name than it was told. Set public_url to https://${self.default_hostname} and apply again."
    }
  }
}
