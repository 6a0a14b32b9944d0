# Lets all service accounts of a cluster log in to OpenBao or Vault, and read the secret of their own. One call for each cluster.
terraform {
  required_version = ">= 1.9"
  required_providers {
    vault = {
      source  = "hashicorp/vault"
      version = ">= 4.0"
    }
  }
}

variable "issuer" {
  description = "The issuer of the cluster's tokens."
  type        = string
}

variable "audience" {
  description = "The audience of the tokens: the server's host."
  type        = string
}

variable "role" {
  description = "The role of --vault-role."
  type        = string
}

variable "paths" {
  description = "The paths of --vault-secret, with (namespace) and (serviceaccount) for the placeholders."
  type        = list(string)
}

variable "mount" {
  description = "The path of the JWT auth method, which is the cluster's alone."
  type        = string
  default     = "jwt"
}

variable "keys" {
  description = "The issuer's public keys in PEM, where the server cannot reach the issuer."
  type        = list(string)
  default     = []
}

variable "namespace" {
  description = "The namespace of the auth method and the secrets."
  type        = string
  default     = null
}

locals {
  metadata = "identity.entity.aliases.${vault_jwt_auth_backend.cluster.accessor}.metadata"
}

resource "vault_jwt_auth_backend" "cluster" {
  namespace              = var.namespace
  path                   = var.mount
  bound_issuer           = var.issuer
  oidc_discovery_url     = length(var.keys) == 0 ? var.issuer : null
  jwt_validation_pubkeys = length(var.keys) == 0 ? null : var.keys
}

resource "vault_policy" "pull" {
  namespace = var.namespace
  name      = "podpass-${var.role}"
  policy = join("\n", [for path in var.paths : format("path \"%s\" { capabilities = [\"read\"] }", replace(replace(
  path, "(namespace)", "{{${local.metadata}.namespace}}"), "(serviceaccount)", "{{${local.metadata}.sa}}"))])
}

resource "vault_jwt_auth_backend_role" "pull" {
  namespace         = var.namespace
  backend           = vault_jwt_auth_backend.cluster.path
  role_name         = var.role
  role_type         = "jwt"
  user_claim        = "sub"
  bound_audiences   = [var.audience]
  bound_claims_type = "glob"
  bound_claims      = { sub = "system:serviceaccount:*" }
  claim_mappings    = { "/kubernetes.io/namespace" = "namespace", "/kubernetes.io/serviceaccount/name" = "sa" }
  token_type        = "batch"
  token_ttl         = 60
  token_policies    = [vault_policy.pull.name]
}
