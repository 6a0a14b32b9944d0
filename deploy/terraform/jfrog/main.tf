# Lets service accounts pull with the rights of a group of a JFrog platform. One call for each cluster, with an integration of
# its own.
terraform {
  required_version = ">= 1.9"
  required_providers {
    platform = {
      source  = "jfrog/platform"
      version = ">= 1.5, < 3"
    }
  }
}

variable "issuer" {
  description = "The issuer of the cluster's tokens."
  type        = string
}

variable "audience" {
  description = "The audience of the tokens: the host of the registry."
  type        = string
}

variable "integration" {
  description = "The name of the OIDC integration."
  type        = string
}

variable "create_integration" {
  description = "Whether to create the integration."
  type        = bool
  default     = true
}

variable "group" {
  description = "The group whose rights the pods have."
  type        = string
  default     = "readers"
}

variable "project" {
  description = "The key of the project of the identity mappings, if they have one."
  type        = string
  default     = ""
}

variable "service_accounts" {
  description = "By NAMESPACE/NAME, the name of the identity mapping."
  type        = map(string)

  validation {
    condition     = alltrue([for key in keys(var.service_accounts) : can(regex("^[a-z0-9-]{1,63}/[a-z0-9.-]{1,253}$", key))])
    error_message = "The key of a service account is NAMESPACE/NAME."
  }
}

resource "platform_oidc_configuration" "cluster" {
  count = var.create_integration ? 1 : 0

  name          = var.integration
  issuer_url    = var.issuer
  audience      = var.audience
  provider_type = "generic"
}

resource "platform_oidc_identity_mapping" "pull" {
  for_each   = var.service_accounts
  depends_on = [platform_oidc_configuration.cluster]

  name          = each.value
  provider_name = var.integration
  priority      = 100
  project_key   = var.project == "" ? null : var.project
  claims_json = jsonencode({
    iss = var.issuer
    sub = "system:serviceaccount:${replace(each.key, "/", ":")}"
  })

  token_spec = {
    scope      = "applied-permissions/groups:\"${var.group}\""
    audience   = "*@*"
    expires_in = 3600
  }
}
