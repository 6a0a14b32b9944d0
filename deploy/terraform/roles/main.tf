# What the modules of clouds with roles or managed identities share: which roles there are, and their parts. It makes nothing.
terraform {
  required_version = ">= 1.9"
}

variable "clusters" { type = list(string) }
variable "service_accounts" {
  type = map(object({ images = set(string), clusters = optional(set(string)), role = optional(string) }))
}
# By role, or * for every other role, and by cluster: the part that trusts the cluster; otherwise the first one.
variable "parts" { type = map(map(string)) }
# Of a role's name: what separates its words, and what ends the one of all service accounts of a namespace.
variable "separator" { type = string }
variable "namespace_suffix" { type = string }

# By name of a part: the name of its role, and what is trusted. The first part has the name of its role.
output "parts" { value = local.parts }
# What is wrong with names, for a precondition of whoever calls this.
output "problems" {
  value = concat(
    [for name in local.twice : "Two roles, or a role and a part of another one, have the name ${name}: name another role or part."],
    [for key, role in local.taken : "${key} names the role ${role}, which is another service account's own: name it there, too, if they share it."],
  )
}
# By role: what it pulls.
output "images" {
  value = { for role, all in local.roles : role => sort(distinct(flatten([for key in all.accounts : tolist(var.service_accounts[key].images)]))) }
}
# By service account: the name of a role of its own.
output "own" { value = local.own }

locals {
  # The service accounts with their parts. A role's name is that of podpass trust: it has no dots of a service account, and what
  # is cut ends in a hash.
  named = {
    for key, account in var.service_accounts : key => {
      namespace = split("/", key)[0]
      name      = split("/", key)[1]
      subject   = "system:serviceaccount:${replace(key, "/", ":")}"
      clusters  = account.clusters == null ? var.clusters : sort(account.clusters)
    }
  }
  plain = { for key, account in local.named : key => "${account.namespace}${var.separator}${replace(account.name, "*", "all")}" }
  short = {
    for key, account in local.named : key => join(var.separator, [
      substr(account.namespace, 0, 16),
      substr(replace(replace(account.name, "*", "all"), ".", "-"), 0, 16),
      substr(sha256(replace(account.subject, "*", "all")), 0, 10),
    ])
  }
  own = {
    for key, account in local.named : key =>
    "podpass-${length(local.plain[key]) <= 40 && !strcontains(account.name, ".") ? local.plain[key] : local.short[key]}${account.name == "*" ? var.namespace_suffix : ""}"
  }
  role_of = { for key, own in local.own : key => coalesce(var.service_accounts[key].role, own) }

  roles = {
    for role in toset(values(local.role_of)) : role => {
      accounts = [for key, name in local.role_of : key if name == role]
      clusters = sort(distinct(flatten([for key, name in local.role_of : local.named[key].clusters if name == role])))
    }
  }
}

# A part is chosen by the operator, so that no cluster or service account that comes or goes moves another one.
locals {
  part_of = {
    for role, all in local.roles : role => {
      for cluster in all.clusters : cluster => lookup(lookup(var.parts, role, lookup(var.parts, "*", {})), cluster, "")
    }
  }
  names = flatten([
    for role, parts in local.part_of : [for part in distinct(values(parts)) : part == "" ? role : "${role}-${part}"]
  ])
  parts = merge([
    for role, parts in local.part_of : {
      for part in distinct(values(parts)) : part == "" ? role : "${role}-${part}" => {
        role     = role
        test     = anytrue([for key in local.roles[role].accounts : endswith(key, "/*")]) ? "StringLike" : "StringEquals"
        accounts = local.roles[role].accounts
        subjects = {
          for cluster, its in parts : cluster => {
            for key in local.roles[role].accounts : key => local.named[key].subject if contains(local.named[key].clusters, cluster)
          } if its == part
        }
      }
    }
  ]...)

  # Clouds compare names without case.
  twice = distinct([for name in local.names : name if length([for other in local.names : other if lower(other) == lower(name)]) > 1])
  taken = {
    for key, account in var.service_accounts : key => account.role
    if account.role != null && length([
      for other, own in local.own : other
      if other != key && var.service_accounts[other].role == null && lower(own) == lower(coalesce(account.role, "-"))
    ]) > 0
  }
}
