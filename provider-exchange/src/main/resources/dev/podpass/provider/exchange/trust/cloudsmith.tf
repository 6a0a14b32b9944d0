# Lets pods of the service account @NAMESPACE@/@SERVICE_ACCOUNT@ pull as the service account @SERVICE@ of the
# organization @ORGANIZATION@ at Cloudsmith:
@IMAGES@
#
# The service account needs the privilege Read for these repositories, which this does not give: the resource for
# privileges replaces those of all others.
#
# A module: save it as @NAME@/main.tf, and call it:
#
#   module "@NAME@" {
#     source = "./@NAME@"
#   }

terraform {
  required_version = ">= 1.2"
  required_providers {
    cloudsmith = {
      source  = "cloudsmith-io/cloudsmith"
      version = ">= 0.0.50"
    }
  }
}

data "cloudsmith_organization" "@NAME@" {
  slug = "@ORGANIZATION@"
}

resource "cloudsmith_oidc" "@NAME@" {
  namespace        = data.cloudsmith_organization.@NAME@.slug_perm
  name             = "@NAME@"
  enabled          = true
  provider_url     = "@ISSUER@"
  service_accounts = ["@SERVICE@"]

  claims = {
    sub = "@SUBJECT@"
    aud = "@AUDIENCE@"
  }
}

# Annotate the service account @NAMESPACE@/@SERVICE_ACCOUNT@ with these.
output "annotations" {
  value = {
    "@ANNOTATION@" = "@SERVICE@"
  }
}
