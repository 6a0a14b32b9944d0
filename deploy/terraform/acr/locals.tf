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

  # A domain name label's hash is not part of the registry's name.
  registries = { for role, images in module.roles.images : role => distinct([for image in images : regex("^[a-z0-9]+", image)]) }
  roles = merge([
    for name, part in module.roles.parts : { for registry in local.registries[part.role] : "${name} ${registry}" => { identity = name, registry = registry } }
  ]...)
}
