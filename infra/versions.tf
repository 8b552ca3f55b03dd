# Works with Terraform and OpenTofu alike. The provider's fifth generation
# renamed several arguments that stand here, so an older one won't do.
terraform {
  required_version = ">= 1.9"

  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "~> 5.2"
    }
  }
}

provider "azurerm" {
  subscription_id = var.subscription_id
  tenant_id       = var.tenant_id

  # The storage account takes no keys, so Terraform signs in there as you.
  storage_use_azuread = true

  # What this deployment is made of. A subscription that has never seen one of
  # these refuses it until it is registered.
  resource_providers_to_register = [
    "Microsoft.AlertsManagement",
    "Microsoft.Insights",
    "Microsoft.KeyVault",
    "Microsoft.ManagedIdentity",
    "Microsoft.OperationalInsights",
    "Microsoft.ServiceBus",
    "Microsoft.Storage",
    "Microsoft.Web",
  ]

  features {
    # Whoever takes the deployment down may still want its secrets back.
    key_vault {
      purge_soft_delete_on_destroy = false
    }
  }
}
