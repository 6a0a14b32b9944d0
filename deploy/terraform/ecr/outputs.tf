output "annotations" {
  description = "By cluster and service account: the annotations that it needs. Those of NAMESPACE/* are for every one that pulls."
  value = {
    for cluster in keys(var.clusters) : cluster => merge([
      for name, part in module.roles.parts : {
        for key in keys(lookup(part.subjects, cluster, {})) : key => { (var.annotation) = aws_iam_role.pull[name].arn }
      }
    ]...)
  }

  precondition {
    condition     = length(module.roles.problems) == 0
    error_message = join(" ", module.roles.problems)
  }
}

output "config_options" {
  description = "By cluster: the options of podpass config."
  value = {
    for cluster in keys(var.clusters) : cluster => concat(
      ["--providers=ecr"],
      var.audience == "sts.amazonaws.com" ? [] : ["--token-audience=${var.audience}"],
      var.annotation == "eks.amazonaws.com/ecr-role-arn" ? [] : ["--ecr-role-annotation=${var.annotation}"],
      var.pull_through ? ["--ecr-pull-through"] : [],
    )
  }
}

output "repository_statements" {
  description = "By registry of another account, as ACCOUNT/REGION, and by repository: the statement that its policy needs; see ./repositories."
  value = {
    for registry in local.foreign_registries : registry => {
      for arn, roles in local.foreign : split(":repository/", arn)[1] => {
        Sid       = "PodpassPull"
        Effect    = "Allow"
        Principal = { AWS = [for role in roles : aws_iam_role.pull[role].arn] }
        Action    = local.pull_actions
      } if "${split(":", arn)[4]}/${split(":", arn)[3]}" == registry
    }
  }

  precondition {
    condition     = alltrue([for arn in keys(local.foreign) : !endswith(arn, "*")])
    error_message = "A repository of another account is named in full, for its own policy lets the roles in."
  }
}

output "registry_statements" {
  description = "By registry of another account, as ACCOUNT/REGION: the statements that its policy needs, with pull_through."
  value = {
    for registry in var.pull_through ? local.foreign_registries : toset([]) : registry => [
      for arn, roles in local.foreign : {
        Sid       = "PodpassImport${substr(sha256(arn), 0, 10)}"
        Effect    = "Allow"
        Principal = { AWS = [for role in roles : aws_iam_role.pull[role].arn] }
        Action    = local.import_actions
        Resource  = arn
      } if "${split(":", arn)[4]}/${split(":", arn)[3]}" == registry
    ]
  }
}
