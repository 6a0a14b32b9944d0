# Lets service accounts pull as service accounts of an organization at Cloudsmith. One call for each cluster. The privilege
# Read for the repositories is not given here: the resource for privileges replaces those of all others.
terraform {
  required_version = ">= 1.9"
  required_providers {
    cloudsmith = {
      source  = "cloudsmith-io/cloudsmith"
      version = ">= 0.0.50"
    }
  }
}

variable "issuer" {
  description = "The issuer of the cluster's tokens."
  type        = string
}

variable "audience" {
  description = "The audience of the tokens."
  type        = string
  default     = "docker.cloudsmith.io"
}

variable "organization" {
  description = "The slug of the organization."
  type        = string
}

variable "service_accounts" {
  description = "By NAMESPACE/NAME: the slug of the service account at Cloudsmith, and the name of its OpenID Connect provider."
  type        = map(object({ service = string, name = string }))

  validation {
    condition     = alltrue([for key in keys(var.service_accounts) : can(regex("^[a-z0-9-]{1,63}/[a-z0-9.-]{1,253}$", key))])
    error_message = "The key of a service account is NAMESPACE/NAME."
  }
}

variable "annotation" {
  description = "The annotation that names the service account at Cloudsmith to podpass."
  type        = string
  default     = "podpass.dev/cloudsmith-service"
}

data "cloudsmith_organization" "organization" {
  slug = var.organization
}

resource "cloudsmith_oidc" "pull" {
  for_each = var.service_accounts

  namespace        = data.cloudsmith_organization.organization.slug_perm
  name             = each.value.name
  enabled          = true
  provider_url     = var.issuer
  service_accounts = [each.value.service]

  claims = {
    sub = "system:serviceaccount:${replace(each.key, "/", ":")}"
    aud = var.audience
  }
}

output "annotations" {
  description = "By service account: the annotations that it needs."
  value       = { for key, account in var.service_accounts : key => { (var.annotation) = account.service } }
}
