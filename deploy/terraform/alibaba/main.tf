terraform {
  required_version = ">= 1.9"
  required_providers {
    alicloud = {
      source  = "aliyun/alicloud"
      version = ">= 1.252.0, < 2.0.0"
    }
  }
}

data "alicloud_caller_identity" "current" {}

resource "alicloud_ims_oidc_provider" "cluster" {
  for_each = { for name, issuer in var.clusters : name => issuer if !contains(var.existing_oidc_providers, name) }

  oidc_provider_name = each.key
  issuer_url         = each.value
  client_ids         = [var.audience]
  fingerprints       = lookup(var.fingerprints, each.key, null)

  lifecycle {
    precondition {
      condition     = contains(keys(var.fingerprints), each.key)
      error_message = "The fingerprint of the CA of ${each.value} is not one of var.fingerprints."
    }
  }
}

resource "alicloud_ram_role" "pull" {
  for_each = module.roles.parts

  role_name                   = each.key
  description                 = "Pulls by podpass"
  assume_role_policy_document = local.trust[each.key]
  tags                        = var.tags

  lifecycle {
    precondition {
      condition     = length(local.trust[each.key]) <= var.trust_policy_limit
      error_message = "The trust policy of ${each.key} has ${length(local.trust[each.key])} characters, and ${var.trust_policy_limit} are allowed: trust some of its clusters by another part, with var.parts, or give some of its service accounts another role."
    }
    precondition {
      condition     = length(each.key) <= 64
      error_message = "The name ${each.key} has more than 64 characters."
    }
  }

  depends_on = [alicloud_ims_oidc_provider.cluster]
}

resource "alicloud_ram_policy" "pull" {
  for_each = module.roles.images

  policy_name     = "${replace(each.key, ".", "-")}-${substr(sha256(each.key), 0, 10)}"
  description     = "Pulls by podpass"
  policy_document = local.pull[each.key]

  lifecycle {
    precondition {
      condition     = length(local.pull[each.key]) <= 6144
      error_message = "The policy of ${each.key} has more than the 6,144 characters that RAM allows: name fewer images, or a prefix such as .../team-a/*."
    }
  }
}

resource "alicloud_ram_role_policy_attachment" "pull" {
  for_each = module.roles.parts

  policy_name = alicloud_ram_policy.pull[each.value.role].policy_name
  policy_type = "Custom"
  role_name   = alicloud_ram_role.pull[each.key].role_name
}

locals {
  ram       = "acs:ram::${data.alicloud_caller_identity.current.account_id}"
  providers = { for name in keys(var.clusters) : name => "${local.ram}:oidc-provider/${name}" }
}

module "roles" {
  source = "../roles"

  clusters         = keys(var.clusters)
  service_accounts = var.service_accounts
  separator        = "."
  namespace_suffix = ".namespace"
  parts            = var.parts
}

locals {
  trust = {
    for name, part in module.roles.parts : name => jsonencode({
      Version = "1"
      Statement = [
        for cluster, subjects in part.subjects : {
          Effect    = "Allow"
          Principal = { Federated = [local.providers[cluster]] }
          Action    = "sts:AssumeRole"
          Condition = {
            for test in distinct(["StringEquals", part.test]) : test => merge(
              test == "StringEquals" ? { "oidc:iss" = [var.clusters[cluster]], "oidc:aud" = [var.audience] } : {},
              test == part.test ? { "oidc:sub" = values(subjects) } : {},
            )
          }
        }
      ]
    })
  }
}

# What each role may pull. The account in a repository's ARN is the role's own.
locals {
  repository = {
    for image in distinct(flatten(values(module.roles.images))) : image => {
      instance = split("@", lookup(var.instances, split("/", image)[0], ""))
      host     = split("/", image)[0]
      name     = join("/", slice(split("/", image), 1, length(split("/", image))))
    }
  }
  resource = {
    for image, found in local.repository : image => format(
      "acs:cr:%s:*:repository/%s%s",
      length(found.instance) > 1 ? found.instance[1] : regex("[.]([a-z]{2}(?:-[a-z0-9]+){1,4})(?:[.]personal)?(?:[.]cr)?[.]aliyuncs[.]com$", found.host)[0],
      found.instance[0] == "" ? "" : "${found.instance[0]}/",
      found.name,
    )
  }
  pull = {
    for role, images in module.roles.images : role => jsonencode({
      Version = "1"
      Statement = [
        { Effect = "Allow", Action = ["cr:GetAuthorizationToken"], Resource = ["*"] },
        { Effect = "Allow", Action = ["cr:PullRepository"], Resource = distinct([for image in images : local.resource[image]]) },
      ]
    })
  }
}
