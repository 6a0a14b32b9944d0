# What the modules of clouds with roles share: which roles there are, and the parts of those whose trust policy would be too
# long. It makes nothing.
terraform {
  required_version = ">= 1.9"
}

variable "clusters" { type = list(string) }
variable "service_accounts" {
  type = map(object({ images = set(string), clusters = optional(set(string)), role = optional(string) }))
}
# Of a role's name: what separates its words, and what ends the one of all service accounts of a namespace.
variable "separator" { type = string }
variable "namespace_suffix" { type = string }
# Of a trust policy, in characters: what all statements may have together, and what one has without subjects.
variable "statements_limit" { type = number }
variable "statement_length" { type = number }

# By name of a part: the name of its role, and what is trusted. Of a role of one part, both have the same name.
output "parts" { value = local.parts }
# By role: what it pulls.
output "images" {
  value = { for role, all in local.roles : role => sort(distinct(flatten([for key in all.accounts : tolist(var.service_accounts[key].images)]))) }
}

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
  role_of = {
    for key, account in local.named : key => coalesce(
      var.service_accounts[key].role,
      "podpass-${length(local.plain[key]) <= 40 && !strcontains(account.name, ".") ? local.plain[key] : local.short[key]}${account.name == "*" ? var.namespace_suffix : ""}",
    )
  }

  roles = {
    for role in toset(values(local.role_of)) : role => {
      accounts = [for key, name in local.role_of : key if name == role]
      clusters = sort(distinct(flatten([for key, name in local.role_of : local.named[key].clusters if name == role])))
    }
  }
}

# Where a role's trust policy would be too long, it is split: into parts with some of the clusters, or, where one cluster has
# more service accounts than a policy takes, with some of the service accounts. The longest of each counts for all.
locals {
  subject_length = {
    for role, all in local.roles : role => max([for key in all.accounts : 3 + length(local.named[key].subject)]...)
  }
  accounts_in_part = {
    for role, all in local.roles : role => min(
      length(all.accounts),
      max(1, floor((var.statements_limit - var.statement_length) / local.subject_length[role])),
    )
  }
  clusters_in_part = {
    for role, all in local.roles : role =>
    max(1, floor(var.statements_limit / (var.statement_length + local.accounts_in_part[role] * local.subject_length[role])))
  }
  split = {
    for role, all in local.roles : role => [
      for pair in setproduct(
        chunklist(all.clusters, local.clusters_in_part[role]),
        chunklist(all.accounts, local.accounts_in_part[role]),
        ) : {
        role     = role
        test     = anytrue([for key in all.accounts : endswith(key, "/*")]) ? "StringLike" : "StringEquals"
        accounts = pair[1]
        subjects = {
          for cluster in pair[0] : cluster => {
            for key in pair[1] : key => local.named[key].subject if contains(local.named[key].clusters, cluster)
          } if anytrue([for key in pair[1] : contains(local.named[key].clusters, cluster)])
        }
      }
    ]
  }
  parts = merge([
    for role, split in local.split : {
      for number, part in [for part in split : part if length(part.subjects) > 0] :
      number == 0 ? role : "${role}-${number + 1}" => part
    }
  ]...)
}
