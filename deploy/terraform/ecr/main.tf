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
