terraform {
  required_version = ">= 1.9"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0, < 7.0"
    }
  }
}

variable "statements" {
  description = "By repository, the statement that lets roles of another account pull: repository_statements[\"ACCOUNT/REGION\"] of the module above."
  type        = any
}

variable "others" {
  description = "By repository, further statements of its policy: this module owns the whole policy."
  type        = any
  default     = {}
}

resource "aws_ecr_repository_policy" "pull" {
  for_each = var.statements

  repository = each.key
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat([each.value], lookup(var.others, each.key, []))
  })
}
