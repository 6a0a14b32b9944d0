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
