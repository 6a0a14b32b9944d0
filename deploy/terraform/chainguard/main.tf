# Lets service accounts pull as identities of an organization of Chainguard's, one for each. One call for each cluster.
terraform {
  required_version = ">= 1.9"
  required_providers {
    chainguard = {
      source  = "chainguard-dev/chainguard"
      version = ">= 0.1.5"
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
  default     = "cgr.dev"
}

variable "organization" {
  description = "The organization."
  type        = string
}

variable "service_accounts" {
  description = "By NAMESPACE/NAME, the name of the identity."
  type        = map(string)

  validation {
    condition     = alltrue([for key in keys(var.service_accounts) : can(regex("^[a-z0-9-]{1,63}/[a-z0-9.-]{1,253}$", key))])
    error_message = "The key of a service account is NAMESPACE/NAME."
  }
}

variable "annotation" {
  description = "The annotation that names the identity to podpass."
  type        = string
  default     = "podpass.dev/chainguard-identity"
}

data "chainguard_group" "organization" {
  name = var.organization
}

data "chainguard_role" "pull" {
  name = "registry.pull"
}

resource "chainguard_identity" "pull" {
  for_each = var.service_accounts

  parent_id   = data.chainguard_group.organization.id
  name        = each.value
  description = "Pulls of ${each.key} by podpass"

  claim_match {
    issuer   = var.issuer
    subject  = "system:serviceaccount:${replace(each.key, "/", ":")}"
    audience = var.audience
  }
}

resource "chainguard_rolebinding" "pull" {
  for_each = var.service_accounts

  identity = chainguard_identity.pull[each.key].id
  group    = data.chainguard_group.organization.id
  role     = data.chainguard_role.pull.items[0].id
}

output "annotations" {
  description = "By service account: the annotations that it needs."
  value       = { for key, identity in chainguard_identity.pull : key => { (var.annotation) = identity.id } }
}
