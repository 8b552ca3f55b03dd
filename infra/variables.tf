# Where it goes.

variable "subscription_id" {
  description = "The Azure subscription that everything goes into: az account show --query id"
  type        = string

  validation {
    condition     = can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", var.subscription_id))
    error_message = "subscription_id is a GUID in small letters: az account show --query id"
  }
}

variable "tenant_id" {
  description = "Your own Entra tenant, in which the subscription and the app registrations are: az account show --query tenantId"
  type        = string

  validation {
    condition     = can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", var.tenant_id))
    error_message = "tenant_id is a GUID in small letters: az account show --query tenantId"
  }
}

variable "location" {
  description = "An Azure region that has Flex Consumption: az functionapp list-flexconsumption-locations"
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9]{4,}$", var.location))
    error_message = "location is a region's short name, such as westeurope."
  }
}

variable "name" {
  description = "What every resource's name begins with. Key Vault's names leave it eight characters."
  type        = string
  default     = "usher"

  validation {
    condition     = can(regex("^[a-z][a-z0-9]{2,7}$", var.name))
    error_message = "name is 3 to 8 small letters and digits, a letter first."
  }
}

variable "tags" {
  description = "Tags on every resource."
  type        = map(string)
  default     = {}
}

# Who it is to the customers' tenants.

variable "app_client_id" {
  description = "Client id of your multi-tenant app registration, to which customers consent."
  type        = string

  validation {
    condition     = can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", var.app_client_id))
    error_message = "app_client_id is the Application (client) ID of the app registration, a GUID in small letters."
  }
}

variable "app_credential" {
  description = "How the app proves itself: federated (the managed identity vouches for it, nothing to rotate), certificate or secret."
  type        = string
  default     = "federated"

  validation {
    condition     = contains(["federated", "certificate", "secret"], var.app_credential)
    error_message = "app_credential is federated, certificate or secret."
  }

  validation {
    condition     = (var.app_credential == "federated") == (var.app_secret_name == "")
    error_message = "app_secret_name names the certificate or secret in the settings vault; federated needs none."
  }
}

variable "app_secret_name" {
  description = "Name of the secret in the settings vault that holds the app's certificate or client secret; never its value."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^[0-9A-Za-z-]{0,127}$", var.app_secret_name))
    error_message = "app_secret_name is a secret's name: letters, digits and hyphens."
  }
}

variable "sharepoint_certificate_name" {
  description = "Name of the secret with a certificate for SharePoint, which takes no client secrets; empty: SharePoint isn't touched."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^[0-9A-Za-z-]{0,127}$", var.sharepoint_certificate_name))
    error_message = "sharepoint_certificate_name is a secret's name: letters, digits and hyphens."
  }
}

# The language model that reads tickets beside the rules; none unless it is named.

variable "model_endpoint" {
  description = "URL of an Azure OpenAI resource, or the base URL of a service like it; empty: tickets are read by rules alone."
  type        = string
  default     = ""

  validation {
    condition     = var.model_endpoint == "" || can(regex("^https://[^?#]+[^?#/]$", var.model_endpoint))
    error_message = "model_endpoint is an https URL without a query and without a slash at its end."
  }

  validation {
    condition     = (var.model_endpoint == "") == (var.model_deployment == "")
    error_message = "model_endpoint and model_deployment go together."
  }
}

variable "model_deployment" {
  description = "Name of the model's deployment on Azure, of the model elsewhere."
  type        = string
  default     = ""
}

variable "model_api_version" {
  description = "Azure OpenAI's API version; empty: the program's own, 2024-10-21; none: the endpoint isn't Azure's."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^(|none|[0-9]{4}-[0-9]{2}-[0-9]{2}(-preview)?)$", var.model_api_version))
    error_message = "model_api_version is a date such as 2024-10-21, or none."
  }
}

variable "model_key_name" {
  description = "Name of the secret in the settings vault that holds the model's key; empty: the identity, which then needs the role Cognitive Services OpenAI User."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^[0-9A-Za-z-]{0,127}$", var.model_key_name))
    error_message = "model_key_name is a secret's name: letters, digits and hyphens."
  }
}

# Who reaches it.

variable "public_url" {
  description = "The https URL at which people and desks reach Usher, if you give it a domain of its own; empty: the function app's."
  type        = string
  default     = ""

  validation {
    condition     = var.public_url == "" || can(regex("^https://[a-z0-9.-]+$", var.public_url))
    error_message = "public_url is an https URL without a path and without a slash at its end."
  }
}

variable "sign_in_client_id" {
  description = "Client id of the single-tenant app registration with which people sign in; empty: no sign-in, so that approval is by link and the runs stay closed."
  type        = string
  default     = ""

  validation {
    condition     = var.sign_in_client_id == "" || can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", var.sign_in_client_id))
    error_message = "sign_in_client_id is the Application (client) ID of the sign-in app, a GUID in small letters."
  }

  validation {
    condition     = var.sign_in_client_id == "" || var.sign_in_client_id != var.app_client_id
    error_message = "Give sign-in an app registration of its own: app_client_id can change customers' tenants."
  }
}

variable "technicians" {
  description = "Object ids of the people or, better, groups who set up customers and secrets from their own machines."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for id in var.technicians : can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", id))])
    error_message = "technicians are object ids, GUIDs in small letters."
  }
}

variable "allowed_hosts" {
  description = "Hosts that Usher may reach though their addresses are private, such as a desk of your own."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for host in var.allowed_hosts : can(regex("^[A-Za-z0-9.-]+$", host))])
    error_message = "allowed_hosts are host names without scheme, port or path."
  }
}

# How big it is.

variable "instance_memory" {
  description = "Memory of an instance in MB, which is also its price: 512 (a quarter of a core), 2048 (one) or 4096 (two)."
  type        = number
  default     = 2048

  validation {
    condition     = contains([512, 2048, 4096], var.instance_memory)
    error_message = "instance_memory is 512, 2048 or 4096."
  }
}

variable "most_instances" {
  description = "How many instances there may be at once, over all functions."
  type        = number
  default     = 40

  validation {
    condition     = var.most_instances >= 1 && var.most_instances <= 1000 && floor(var.most_instances) == var.most_instances
    error_message = "most_instances is a whole number from 1 to 1000."
  }
}

variable "always_ready" {
  description = "Instances that never sleep, by scale group: http for webhooks and approvals, function:cut for the lines that cut access. They cost money day and night."
  type        = map(number)
  default     = {}

  validation {
    condition     = alltrue([for group in keys(var.always_ready) : contains(["http", "function:advance", "function:cut", "function:execute", "function:sweep"], group)])
    error_message = "always_ready knows http, function:advance, function:cut, function:execute and function:sweep."
  }
}

variable "scale_by_queue_length" {
  description = "Let Azure read the queues' lengths, to start more than one instance for a queue. It takes the role Service Bus Data Owner on each queue."
  type        = bool
  default     = false
}

variable "storage_replication" {
  description = "How the runs' history is kept: ZRS over three zones, LRS in one building, GZRS and GRS also in a second region."
  type        = string
  default     = "ZRS"

  validation {
    condition     = contains(["LRS", "ZRS", "GRS", "GZRS"], var.storage_replication)
    error_message = "storage_replication is LRS, ZRS, GRS or GZRS."
  }
}

variable "table" {
  description = "Name of the table that holds the runs."
  type        = string
  default     = "usher"

  validation {
    condition     = can(regex("^[A-Za-z][A-Za-z0-9]{2,62}$", var.table))
    error_message = "table is 3 to 63 letters and digits, a letter first."
  }
}

# Who watches it.

variable "alert_emails" {
  description = "Addresses that alerts go to. A Teams channel has one, too."
  type        = set(string)

  validation {
    condition     = length(var.alert_emails) > 0 && alltrue([for address in var.alert_emails : can(regex("^[^@\\s]+@[^@\\s]+$", address))])
    error_message = "alert_emails needs at least one e-mail address: a leaver whose access isn't cut mustn't go unseen."
  }
}

variable "log_level" {
  description = "info, or debug for every call to a tenant."
  type        = string
  default     = "info"

  validation {
    condition     = contains(["info", "debug"], var.log_level)
    error_message = "log_level is info or debug."
  }
}

variable "log_days" {
  description = "How many days logs are kept."
  type        = number
  default     = 90

  validation {
    condition     = var.log_days >= 30 && var.log_days <= 730 && floor(var.log_days) == var.log_days
    error_message = "log_days is a whole number from 30 to 730."
  }
}

variable "log_cap_gb" {
  description = "Most gigabytes of logs a day; what comes after is lost, alerts included. -1: no cap."
  type        = number
  default     = 5

  validation {
    condition     = var.log_cap_gb == -1 || var.log_cap_gb >= 0.1
    error_message = "log_cap_gb is at least 0.1, or -1 for no cap."
  }
}

variable "traces_endpoint" {
  description = "OTLP endpoint that takes OpenTelemetry's traces; empty: none are sent."
  type        = string
  default     = ""

  validation {
    condition     = var.traces_endpoint == "" || can(regex("^https://[^@?\\s]+$", var.traces_endpoint))
    error_message = "traces_endpoint is an https URL without user or query."
  }
}
