locals {
  ram       = "acs:ram::${data.alicloud_caller_identity.current.account_id}"
  providers = { for name in keys(var.clusters) : name => "${local.ram}:oidc-provider/${name}" }

  # The service accounts with their parts. A role's name is that of podpass trust: what is cut ends in a hash. A namespace has
  # no dots, and neither has a service account in such a name.
  named = {
    for key, account in var.service_accounts : key => {
      namespace = split("/", key)[0]
      name      = split("/", key)[1]
      subject   = "system:serviceaccount:${replace(key, "/", ":")}"
      clusters  = account.clusters == null ? keys(var.clusters) : sort(account.clusters)
      images    = account.images
    }
  }
  plain = { for key, account in local.named : key => "${account.namespace}.${replace(account.name, "*", "all")}" }
  short = {
    for key, account in local.named : key => join(".", [
      substr(account.namespace, 0, 16),
      substr(replace(replace(account.name, "*", "all"), ".", "-"), 0, 16),
      substr(sha256(replace(account.subject, "*", "all")), 0, 10),
    ])
  }
  role_of = {
    for key, account in local.named : key => coalesce(
      var.service_accounts[key].role,
      "podpass-${length(local.plain[key]) <= 40 && !strcontains(account.name, ".") ? local.plain[key] : local.short[key]}${account.name == "*" ? ".namespace" : ""}",
    )
  }

  roles = {
    for role in toset(values(local.role_of)) : role => {
      accounts = [for key, name in local.role_of : key if name == role]
      clusters = sort(distinct(flatten([for key, name in local.role_of : local.named[key].clusters if name == role])))
      test     = anytrue([for key, name in local.role_of : name == role && endswith(key, "/*")]) ? "StringLike" : "StringEquals"
    }
  }
}

# Where a role's trust policy would be too long, it is split: into parts with some of the clusters, or, where one cluster has
# more service accounts than a policy takes, with some of the service accounts. The longest of each counts for all.
locals {
  policy_length = length(jsonencode({ Version = "1", Statement = [] }))
  statement_length = max([
    for name, issuer in var.clusters : 1 + length(jsonencode({
      Effect    = "Allow"
      Principal = { Federated = [local.providers[name]] }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "oidc:iss" = issuer, "oidc:aud" = var.audience }, StringLike = { "oidc:sub" = [] } }
    }))
  ]...)
  subject_length = {
    for role, part in local.roles : role => max([for key in part.accounts : 3 + length(local.named[key].subject)]...)
  }
  accounts_in_part = {
    for role, part in local.roles : role => min(
      length(part.accounts),
      max(1, floor((var.trust_policy_limit - local.policy_length - local.statement_length) / local.subject_length[role])),
    )
  }
  clusters_in_part = {
    for role, part in local.roles : role => max(1, floor(
      (var.trust_policy_limit - local.policy_length) /
      (local.statement_length + local.accounts_in_part[role] * local.subject_length[role])
    ))
  }
  split = {
    for role, part in local.roles : role => [
      for pair in setproduct(
        range(ceil(length(part.clusters) / local.clusters_in_part[role])),
        range(ceil(length(part.accounts) / local.accounts_in_part[role])),
        ) : {
        clusters = chunklist(part.clusters, local.clusters_in_part[role])[pair[0]]
        accounts = chunklist(part.accounts, local.accounts_in_part[role])[pair[1]]
      }
    ]
  }
  parts = merge([
    for role, split in local.split : {
      for number, part in [
        for part in split : part
        if anytrue([for key in part.accounts : length(setintersection(part.clusters, local.named[key].clusters)) > 0])
        ] : number == 0 ? role : "${role}-${number + 1}" => {
        role     = role
        accounts = part.accounts
        clusters = part.clusters
      }
    }
  ]...)

  trust = {
    for name, part in local.parts : name => jsonencode({
      Version = "1"
      Statement = [
        for cluster in part.clusters : {
          Effect    = "Allow"
          Principal = { Federated = [local.providers[cluster]] }
          Action    = "sts:AssumeRole"
          Condition = {
            for test, values in {
              StringEquals = merge(
                { "oidc:iss" = [var.clusters[cluster]], "oidc:aud" = [var.audience] },
                local.roles[part.role].test == "StringEquals" ? { "oidc:sub" = local.subjects[name][cluster] } : {},
              )
              StringLike = local.roles[part.role].test == "StringLike" ? { "oidc:sub" = local.subjects[name][cluster] } : {}
            } : test => values if length(values) > 0
          }
        } if length(local.subjects[name][cluster]) > 0
      ]
    })
  }
  subjects = {
    for name, part in local.parts : name => {
      for cluster in part.clusters : cluster => [
        for key in part.accounts : local.named[key].subject if contains(local.named[key].clusters, cluster)
      ]
    }
  }
}

# What each role may pull. The account in a repository's ARN is the role's own.
locals {
  images = { for role, part in local.roles : role => sort(distinct(flatten([for key in part.accounts : tolist(local.named[key].images)]))) }
  repository = {
    for image in distinct(flatten(values(local.images))) : image => {
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
    for role, images in local.images : role => jsonencode({
      Version = "1"
      Statement = [
        { Effect = "Allow", Action = ["cr:GetAuthorizationToken"], Resource = ["*"] },
        { Effect = "Allow", Action = ["cr:PullRepository"], Resource = distinct([for image in images : local.resource[image]]) },
      ]
    })
  }
}
