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
