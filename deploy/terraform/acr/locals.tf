locals {
  # The service accounts with their parts. An identity's name is that of podpass trust: it has no dots, and what is cut ends in
  # a hash.
  named = {
    for key, account in var.service_accounts : key => {
      namespace = split("/", key)[0]
      name      = split("/", key)[1]
      subject   = "system:serviceaccount:${replace(key, "/", ":")}"
      clusters  = account.clusters == null ? keys(var.clusters) : sort(account.clusters)
      # A domain name label's hash is not part of the registry's name.
      registries = distinct([for image in account.images : regex("^[a-z0-9]+", image)])
    }
  }
  plain = { for key, account in local.named : key => "${account.namespace}_${account.name}" }
  short = {
    for key, account in local.named : key => join("_", [
      substr(account.namespace, 0, 16),
      substr(replace(account.name, ".", "-"), 0, 16),
      substr(sha256(account.subject), 0, 10),
    ])
  }
  unique = {
    for key, account in local.named : key =>
    "podpass-${length(local.plain[key]) <= 40 && !strcontains(account.name, ".") ? local.plain[key] : local.short[key]}"
  }
  identity_of = { for key, account in var.service_accounts : key => coalesce(account.identity, local.unique[key]) }

  # An identity takes twenty federated credentials, one for each cluster and service account: the next twenty are another
  # identity's.
  credentials_per_identity = 20
  credentials = {
    for identity in toset(values(local.identity_of)) : identity => chunklist(flatten([
      for cluster in keys(var.clusters) : [
        for key, name in local.identity_of : { cluster = cluster, key = key }
        if name == identity && contains(local.named[key].clusters, cluster)
      ]
    ]), local.credentials_per_identity)
  }
  parts = merge([
    for identity, chunks in local.credentials : {
      for number, credentials in chunks : number == 0 ? identity : "${identity}-${number + 1}" => { identity = identity, credentials = credentials }
    }
  ]...)
  credential = merge([
    for name, part in local.parts : {
      for each in part.credentials : "${each.cluster} ${each.key}" => {
        identity = name
        name     = "${local.unique[each.key]}-${substr(sha256(var.clusters[each.cluster]), 0, 10)}"
        issuer   = var.clusters[each.cluster]
        subject  = local.named[each.key].subject
      }
    }
  ]...)

  registries = {
    for identity in keys(local.credentials) : identity =>
    distinct(flatten([for key, name in local.identity_of : local.named[key].registries if name == identity]))
  }
  roles = merge([
    for name, part in local.parts : { for registry in local.registries[part.identity] : "${name} ${registry}" => { identity = name, registry = registry } }
  ]...)
}
