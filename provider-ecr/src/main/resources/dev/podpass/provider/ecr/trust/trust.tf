# Lets pods of the service account @NAMESPACE@/@SERVICE_ACCOUNT@ assume the IAM role @ROLE@
# and pull as this role:
@IMAGES@
#
# A module: save it as @NAME@/main.tf, and call it with a provider for the account @ROLE_ACCOUNT@:
#
#   module "@NAME@" {
#     source = "./@NAME@"
#   }

terraform {
  required_version = ">= 1.2"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0, < 7.0"
    }
  }
}

variable "create_oidc_provider" {
  description = "Whether to create the OIDC provider. An account has one for each issuer; EKS clusters with IRSA have it."
  type        = bool
  default     = false
}

resource "aws_iam_openid_connect_provider" "cluster" {
  count = var.create_oidc_provider ? 1 : 0

  url            = "@ISSUER@"
  client_id_list = ["@AUDIENCE@"]
}

data "aws_iam_openid_connect_provider" "cluster" {
  count = var.create_oidc_provider ? 0 : 1

  url = "@ISSUER@"

  lifecycle {
    postcondition {
      condition     = contains(self.client_id_list, "@AUDIENCE@")
      error_message = "The OIDC provider of @ISSUER@ lacks the client id @AUDIENCE@: add it."
    }
  }
}

locals {
  oidc_provider = one(concat(
    aws_iam_openid_connect_provider.cluster[*].arn,
    data.aws_iam_openid_connect_provider.cluster[*].arn,
  ))
}

# The module owns the role: let another service account pull as the same role by adding a statement here.
resource "aws_iam_role" "@NAME@" {
  name = "@ROLE_NAME@"
  path = "@ROLE_PATH@"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "@STATEMENT_ID@"
      Effect    = "Allow"
      Principal = { Federated = local.oidc_provider }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = {
        @TEST@ = {
          "@ISSUER_HOST@:aud" = "@AUDIENCE@"
          "@ISSUER_HOST@:sub" = "@SUBJECT@"
        }
      }
    }]
  })
}

resource "aws_iam_role_policy" "@NAME@" {
  name = "@POLICY_PREFIX@pull"
  role = aws_iam_role.@NAME@.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [@STATEMENTS@
    ]
  })
}

# Annotate the service account @NAMESPACE@/@SERVICE_ACCOUNT@ with these.
output "annotations" {
  value = { "@ANNOTATION@" = aws_iam_role.@NAME@.arn }
}
