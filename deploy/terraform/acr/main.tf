terraform {
  required_version = ">= 1.9"
  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "~> 5.0"
    }
  }
}

resource "azurerm_user_assigned_identity" "pull" {
  for_each = module.roles.parts

  name                = each.key
  resource_group_name = var.resource_group
  location            = var.location
  tags                = var.tags

  lifecycle {
    precondition {
      condition     = length(flatten([for subjects in values(each.value.subjects) : keys(subjects)])) <= 20
      error_message = "The identity ${each.key} needs ${length(flatten([for subjects in values(each.value.subjects) : keys(subjects)]))} federated credentials, and Azure takes 20: trust some of its clusters by another part, with var.parts, or give some of its service accounts another identity."
    }
  }
}

resource "azurerm_federated_identity_credential" "pull" {
  for_each = local.credential

  name                      = each.value.name
  user_assigned_identity_id = azurerm_user_assigned_identity.pull[each.value.identity].id
  issuer                    = each.value.issuer
  subject                   = each.value.subject
  audience                  = [var.audience]
}

resource "azurerm_role_assignment" "pull" {
  for_each = local.roles

  scope = var.registries[each.value.registry].id
  role_definition_name = coalesce(
    var.registries[each.value.registry].role,
    var.registries[each.value.registry].abac ? "Container Registry Repository Reader" : "AcrPull",
  )
  principal_id   = azurerm_user_assigned_identity.pull[each.value.identity].principal_id
  principal_type = "ServicePrincipal"

  lifecycle {
    precondition {
      condition     = !(var.registries[each.value.registry].abac && startswith(coalesce(var.registries[each.value.registry].role, "-"), "Acr"))
      error_message = "The registry ${each.value.registry} is in ABAC mode, which does not honour ${coalesce(var.registries[each.value.registry].role, "-")}."
    }
  }
}

module "roles" {
  source = "../roles"

  clusters         = keys(var.clusters)
  service_accounts = { for key, account in var.service_accounts : key => { images = account.images, clusters = account.clusters, role = account.identity } }
  parts            = var.parts
  separator        = "_"
  namespace_suffix = "_"
}

locals {
  credential = merge(flatten([
    for name, part in module.roles.parts : [
      for cluster, subjects in part.subjects : {
        for key, subject in subjects : "${cluster} ${key}" => {
          identity = name
          name     = "${module.roles.own[key]}-${substr(sha256(var.clusters[cluster]), 0, 10)}"
          issuer   = var.clusters[cluster]
          subject  = subject
        }
      }
    ]
  ])...)

  # The login server has no region.
  registries = { for role, images in module.roles.images : role => distinct([for image in images : replace(split("/", image)[0], "/[.][a-z0-9]+[.]geo[.]/", ".")]) }
  roles = merge([
    for name, part in module.roles.parts : { for registry in local.registries[part.role] : "${name} ${registry}" => { identity = name, registry = registry } }
  ]...)
}
