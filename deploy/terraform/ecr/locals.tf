locals {
  partition = data.aws_partition.current.partition
  account   = data.aws_caller_identity.current.account_id

  hosts     = { for name, issuer in var.clusters : name => trimprefix(issuer, "https://") }
  providers = { for name, host in local.hosts : name => "arn:${local.partition}:iam::${local.account}:oidc-provider/${host}" }

  # The service accounts with their parts. A role's name is that of podpass trust: it has no dots, and what is cut ends in a hash.
  named = {
    for key, account in var.service_accounts : key => {
      namespace = split("/", key)[0]
      name      = split("/", key)[1]
      subject   = "system:serviceaccount:${replace(key, "/", ":")}"
      clusters  = account.clusters == null ? keys(var.clusters) : sort(account.clusters)
      images    = account.images
    }
  }
  plain = { for key, account in local.named : key => "${account.namespace}_${replace(account.name, "*", "all")}" }
  short = {
    for key, account in local.named : key => join("_", [
      substr(account.namespace, 0, 16),
      substr(replace(replace(account.name, "*", "all"), ".", "-"), 0, 16),
      substr(sha256(replace(account.subject, "*", "all")), 0, 10),
    ])
  }
  role_of = {
    for key, account in local.named : key => coalesce(
      var.service_accounts[key].role,
      "podpass-${length(local.plain[key]) <= 40 && !strcontains(account.name, ".") ? local.plain[key] : local.short[key]}${account.name == "*" ? "_" : ""}",
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
  policy_length = length(jsonencode({ Version = "2012-10-17", Statement = [] }))
  statement_length = max([
    for name, host in local.hosts : 1 + length(jsonencode({
      Effect    = "Allow"
      Principal = { Federated = local.providers[name] }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = { StringEquals = { "${host}:aud" = var.audience, "${host}:sub" = [] } }
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
      Version = "2012-10-17"
      Statement = [
        for cluster in part.clusters : {
          Effect    = "Allow"
          Principal = { Federated = local.providers[cluster] }
          Action    = "sts:AssumeRoleWithWebIdentity"
          Condition = {
            (local.roles[part.role].test) = {
              "${local.hosts[cluster]}:aud" = var.audience
              "${local.hosts[cluster]}:sub" = [
                for key in part.accounts : local.named[key].subject if contains(local.named[key].clusters, cluster)
              ]
            }
          }
        } if anytrue([for key in part.accounts : contains(local.named[key].clusters, cluster)])
      ]
    })
  }
}

# What each role may pull.
locals {
  pull_actions   = ["ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"]
  import_actions = ["ecr:BatchImportUpstreamImage", "ecr:CreateRepository"]
  public_actions = ["ecr-public:GetAuthorizationToken", "sts:GetServiceBearerToken"]

  images       = { for role, part in local.roles : role => sort(distinct(flatten([for key in part.accounts : tolist(local.named[key].images)]))) }
  private      = "^([0-9]{12})[.]dkr[.-]ecr(?:-fips)?[.]([a-z0-9-]+)[.][a-z.]+/(.*)$"
  is_public    = { for role, images in local.images : role => anytrue([for image in images : length(regexall(local.private, image)) == 0]) }
  repositories = { for role, images in local.images : role => distinct(flatten([for image in images : [for found in regexall(local.private, image) : "arn:${local.partition}:ecr:${found[1]}:${found[0]}:repository/${found[2]}"]])) }

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
    for arn in distinct(flatten(values(local.repositories))) : arn => [for name, part in local.parts : name if contains(local.repositories[part.role], arn)]
    if split(":", arn)[4] != local.account
  }
  foreign_registries = toset([for arn in keys(local.foreign) : "${split(":", arn)[4]}/${split(":", arn)[3]}"])
}
