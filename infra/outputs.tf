output "resource_group" {
  description = "Resource group of the deployment."
  value       = azurerm_resource_group.usher.name
}

output "function_app" {
  description = "Name of the function app, for deploying a package."
  value       = azurerm_function_app_flex_consumption.usher.name
}

output "hostname" {
  description = "Host name that Azure gave the function app."
  value       = azurerm_function_app_flex_consumption.usher.default_hostname
}

output "url" {
  description = "Where people and desks reach Usher."
  value       = local.public_url
}

output "doors" {
  description = "The doors, by what they are for. CUSTOMER is the name of a customer's document without .yaml."
  value = {
    webhook = "${local.public_url}/api/intake/CUSTOMER"
    preview = "${local.public_url}/api/plan/CUSTOMER"
    runs    = "${local.public_url}/api/runs"
    approve = "${local.public_url}/api/approve/RUN"
    sign_in = local.sign_in ? "${local.public_url}/.auth/login/aad?post_login_redirect_uri=/api/runs" : ""
  }
}

output "consent_link" {
  description = "What a customer's administrator opens once. CUSTOMER_TENANT is their tenant id or domain."
  value       = "https://login.microsoftonline.com/CUSTOMER_TENANT/adminconsent?client_id=${var.app_client_id}&redirect_uri=${urlencode("${local.public_url}/")}"
}

output "federated_credential" {
  description = "With this credential the managed identity vouches for an app registration: az ad app federated-credential create --parameters"
  value = jsonencode({
    name      = "${local.unique}-identity"
    issuer    = "https://login.microsoftonline.com/${var.tenant_id}/v2.0"
    subject   = azurerm_user_assigned_identity.usher.principal_id
    audiences = ["api://AzureADTokenExchange"]
  })
}

output "sign_in_redirect" {
  description = "Redirect URI of the sign-in app."
  value       = "${local.public_url}/.auth/login/aad/callback"
}

output "settings_vault" {
  description = "Name of the vault that people put secrets into."
  value       = azurerm_key_vault.settings.name
}

output "commands" {
  description = "Environment for the handler's commands on a technician's machine: eval \"$(terraform output -raw commands)\""
  value = join("\n", [for name in ["USHER_ENGINE", "USHER_TABLES", "USHER_TABLE", "USHER_VAULT"] :
    "export ${name}=${local.settings[name]}"
  ])
}
