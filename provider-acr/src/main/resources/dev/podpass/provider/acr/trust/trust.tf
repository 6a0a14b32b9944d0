# Lets pods of the service account @NAMESPACE@/@SERVICE_ACCOUNT@ pull as the managed identity @IDENTITY@:
@IMAGES@
#
# A module: save it as @NAME@/main.tf, and call it with the resource id of each registry:
#
#   module "@NAME@" {
#     source = "./@NAME@"
@REGISTRY_ARGUMENTS@
#   }

terraform {
  required_version = ">= 1.2"
  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "@AZURERM@"
    }
  }
}

variable "create_identity" {
  description = "Whether to create the managed identity @IDENTITY@; true for one module of it."
  type        = bool
  default     = true
}

data "azurerm_resource_group" "@NAME@" {
  name = "@GROUP@"
}

resource "azurerm_user_assigned_identity" "@NAME@" {
  count = var.create_identity ? 1 : 0

  name                = "@IDENTITY@"
  resource_group_name = data.azurerm_resource_group.@NAME@.name
  location            = data.azurerm_resource_group.@NAME@.location
}

data "azurerm_user_assigned_identity" "@NAME@" {
  count = var.create_identity ? 0 : 1

  name                = "@IDENTITY@"
  resource_group_name = data.azurerm_resource_group.@NAME@.name
}

locals {
  identity = one(concat(
    [for identity in azurerm_user_assigned_identity.@NAME@ : {
      id           = identity.id
      client_id    = identity.client_id
      principal_id = identity.principal_id
      tenant_id    = identity.tenant_id
    }],
    [for identity in data.azurerm_user_assigned_identity.@NAME@ : {
      id           = identity.id
      client_id    = identity.client_id
      principal_id = identity.principal_id
      tenant_id    = identity.tenant_id
    }],
  ))
}

# Entra ID compares the issuer letter by letter, a slash at the end too.
resource "azurerm_federated_identity_credential" "@NAME@" {
@CREDENTIAL_ARGUMENTS@
}

# Annotate the service account @NAMESPACE@/@SERVICE_ACCOUNT@ with these.
output "annotations" {
  value = {
    "@CLIENT_ANNOTATION@" = local.identity.client_id
    "@TENANT_ANNOTATION@" = local.identity.tenant_id
  }
}
