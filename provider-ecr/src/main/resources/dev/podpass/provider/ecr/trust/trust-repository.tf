
# The repositories below are of other accounts. Add to the policy of each what its owner lets the role do; this is not a
# resource here, for aws_ecr_repository_policy owns the whole policy of a repository.
output "repository_policy_statements" {
  description = "By repository: a statement of the policy that its account has for it."
  value = {@REPOSITORIES@
  }
}
