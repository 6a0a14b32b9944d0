# Lets pods of the service account @NAMESPACE@/@SERVICE_ACCOUNT@ pull as an identity of the organization
# @ORGANIZATION@:
@IMAGES@
#
# A module: save it as @NAME@/main.tf, and call it:
#
#   module "@NAME@" {
#     source = "./@NAME@"
#   }

terraform {
  required_version = ">= 1.2"
  required_providers {
    chainguard = {
      source  = "chainguard-dev/chainguard"
      version = ">= 0.1.5"
    }
  }
}

data "chainguard_group" "@NAME@" {
  name = "@ORGANIZATION@"
}

data "chainguard_role" "@NAME@" {
  name = "registry.pull"
}

resource "chainguard_identity" "@NAME@" {
  parent_id   = data.chainguard_group.@NAME@.id
  name        = "@NAME@"
  description = "Pulls of @NAMESPACE@/@SERVICE_ACCOUNT@ by podpass"

  claim_match {
    issuer   = "@ISSUER@"
    subject  = "@SUBJECT@"
    audience = "@AUDIENCE@"
  }
}

resource "chainguard_rolebinding" "@NAME@" {
  identity = chainguard_identity.@NAME@.id
  group    = data.chainguard_group.@NAME@.id
  role     = data.chainguard_role.@NAME@.items[0].id
}

# Annotate the service account @NAMESPACE@/@SERVICE_ACCOUNT@ with these.
output "annotations" {
  value = {
    "@ANNOTATION@" = chainguard_identity.@NAME@.id
  }
}
