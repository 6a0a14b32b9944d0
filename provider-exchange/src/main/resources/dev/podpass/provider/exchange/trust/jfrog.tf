# Lets pods of the service account @NAMESPACE@/@SERVICE_ACCOUNT@ pull with the rights of the group @GROUP@ at
# @PLATFORM@:
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
    platform = {
      source  = "jfrog/platform"
      version = ">= 1.5, < 3"
    }
  }
}

variable "create_integration" {
  description = "Whether to create the OIDC integration @INTEGRATION@; true for one module of it."
  type        = bool
  default     = true
}

resource "platform_oidc_configuration" "@NAME@" {
  count = var.create_integration ? 1 : 0

  name          = "@INTEGRATION@"
  issuer_url    = "@ISSUER@"
  audience      = "@AUDIENCE@"
  provider_type = "generic"
}

resource "platform_oidc_identity_mapping" "@NAME@" {
  depends_on = [platform_oidc_configuration.@NAME@]

  name          = "@NAME@"
  provider_name = "@INTEGRATION@"
  priority      = 100
@PROJECT_ARGUMENT@
  claims_json = jsonencode({
    iss = "@ISSUER@"
    sub = "@SUBJECT@"
  })

  token_spec = {
    scope      = "applied-permissions/groups:\"@GROUP@\""
    audience   = "@ANY@"
    expires_in = 3600
  }
}
