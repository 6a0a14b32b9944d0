terraform {
  required_version = ">= 1.9"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.81, < 7.0"
    }
  }
}

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

resource "aws_iam_openid_connect_provider" "cluster" {
  for_each = { for name, issuer in var.clusters : name => issuer if !contains(var.existing_oidc_providers, name) }

  url            = each.value
  client_id_list = [var.audience]
}

data "aws_iam_openid_connect_provider" "cluster" {
  for_each = { for name, issuer in var.clusters : name => issuer if contains(var.existing_oidc_providers, name) }

  url = each.value

  lifecycle {
    postcondition {
      condition     = contains(self.client_id_list, var.audience)
      error_message = "The OIDC provider of ${each.value} lacks the client id ${var.audience}: add it."
    }
  }
}

resource "aws_iam_role" "pull" {
  for_each = module.roles.parts

  name                 = each.key
  path                 = var.role_path
  description          = substr("Pulls of ${join(", ", each.value.accounts)} by podpass", 0, 1000)
  permissions_boundary = var.permissions_boundary
  tags                 = var.tags
  assume_role_policy   = local.trust[each.key]

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

  depends_on = [aws_iam_openid_connect_provider.cluster, data.aws_iam_openid_connect_provider.cluster]
}

resource "aws_iam_role_policy" "pull" {
  for_each = module.roles.parts

  name   = "pull"
  role   = aws_iam_role.pull[each.key].id
  policy = local.pull[each.value.role]

  lifecycle {
    precondition {
      condition     = length(local.pull[each.value.role]) <= 10240
      error_message = "The policy of ${each.key} has more than the 10,240 characters that AWS allows: name fewer images, or a prefix such as .../team-a/*."
    }
  }
}

locals {
  partition = data.aws_partition.current.partition
  account   = data.aws_caller_identity.current.account_id

  hosts     = { for name, issuer in var.clusters : name => trimprefix(issuer, "https://") }
  providers = { for name, host in local.hosts : name => "arn:${local.partition}:iam::${local.account}:oidc-provider/${host}" }
}

module "roles" {
  source = "../roles"

  clusters         = keys(var.clusters)
  service_accounts = var.service_accounts
  separator        = "_"
  namespace_suffix = "_"
  parts            = var.parts
}

locals {
  trust = {
    for name, part in module.roles.parts : name => jsonencode({
      Version = "2012-10-17"
      Statement = [
        for cluster, subjects in part.subjects : {
          Effect    = "Allow"
          Principal = { Federated = local.providers[cluster] }
          Action    = "sts:AssumeRoleWithWebIdentity"
          Condition = {
            for test in distinct(["StringEquals", part.test]) : test => merge(
              test == "StringEquals" ? { "${local.hosts[cluster]}:aud" = var.audience } : {},
              test == part.test ? { "${local.hosts[cluster]}:sub" = values(subjects) } : {},
            )
          }
        }
      ]
    })
  }
}

# What each role may pull.
locals {
  pull_actions   = ["ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"]
  import_actions = ["ecr:BatchImportUpstreamImage", "ecr:CreateRepository"]
  public_actions = ["ecr-public:GetAuthorizationToken", "sts:GetServiceBearerToken"]

  private      = "^([0-9]{12})[.]dkr[.-]ecr(?:-fips)?[.]([a-z0-9-]+)[.][a-z.]+/(.*)$"
  is_public    = { for role, images in module.roles.images : role => anytrue([for image in images : length(regexall(local.private, image)) == 0]) }
  repositories = { for role, images in module.roles.images : role => distinct(flatten([for image in images : [for found in regexall(local.private, image) : "arn:${local.partition}:ecr:${found[1]}:${found[0]}:repository/${found[2]}"]])) }

  pull = {
    for role, repositories in local.repositories : role => jsonencode({
      Version = "2012-10-17"
      Statement = concat(
        length(repositories) == 0 ? [] : [
          { Effect = "Allow", Action = ["ecr:GetAuthorizationToken"], Resource = ["*"] },
          { Effect = "Allow", Action = concat(local.pull_actions, var.pull_through ? local.import_actions : []), Resource = repositories },
        ],
        local.is_public[role] ? [{ Effect = "Allow", Action = local.public_actions, Resource = ["*"] }] : [],
      )
    })
  }

  # By registry, ACCOUNT/REGION, and repository: the roles that pull from another account than theirs.
  foreign = {
    for arn in distinct(flatten(values(local.repositories))) : arn => [for name, part in module.roles.parts : name if contains(local.repositories[part.role], arn)]
    if split(":", arn)[4] != local.account
  }
  foreign_registries = toset([for arn in keys(local.foreign) : "${split(":", arn)[4]}/${split(":", arn)[3]}"])
}
