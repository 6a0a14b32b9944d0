
# To import through the cache on a miss, the role needs the policies of the registries, too (aws_ecr_registry_policy).
output "registry_policy_statements" {
  description = "By repository: a statement of the policy that its account has for its registry."
  value = {@IMPORTS@
  }
}
