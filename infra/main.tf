locals {
  # Some names are shared by everybody on Azure. The suffix tells deployments
  # apart, and is the same at every apply.
  suffix = substr(md5("${var.subscription_id}/${var.name}"), 0, 6)
  unique = "${var.name}-${local.suffix}"

  # Known before the app exists, because the app has to be told.
  app_url    = "https://${local.unique}.azurewebsites.net"
  public_url = var.public_url == "" ? local.app_url : var.public_url
  sign_in    = var.sign_in_client_id != ""

  tags = merge({ application = "usher" }, var.tags)
}

resource "azurerm_resource_group" "usher" {
  name     = var.name
  location = var.location
  tags     = local.tags
}
