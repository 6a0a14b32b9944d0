variable "clusters" {
  description = "The clusters: by name, the issuer of their tokens (kubectl get --raw /.well-known/openid-configuration)."
  type        = map(string)

  validation {
    condition     = alltrue([for issuer in values(var.clusters) : can(regex("^https://[A-Za-z0-9.-]+(/[A-Za-z0-9._~/-]*)?$", issuer))])
    error_message = "An issuer is an https URL; IAM takes none with a port."
  }
  validation {
    condition     = length(distinct([for issuer in values(var.clusters) : trimsuffix(issuer, "/")])) == length(var.clusters)
    error_message = "Two clusters have the same issuer, so that AWS cannot tell them apart."
  }
}

variable "service_accounts" {
  description = <<-EOT
    The service accounts that pull: by NAMESPACE/NAME, or NAMESPACE/* for all of a namespace,
    images: what they pull, as REGISTRY/REPOSITORY; a repository may end in *, such as .../team-a/*;
    clusters: the names of their clusters; all clusters if not given;
    role: the name of a role that several share, which may then all pull what each may; one of their own if not given.
  EOT
  type = map(object({
    images   = set(string)
    clusters = optional(set(string))
    role     = optional(string)
  }))

  validation {
    condition     = alltrue([for key in keys(var.service_accounts) : can(regex("^[a-z0-9-]{1,63}/([a-z0-9.-]{1,253}|[*])$", key))])
    error_message = "The key of a service account is NAMESPACE/NAME, or NAMESPACE/* for all of a namespace."
  }
  validation {
    condition = alltrue(flatten([
      for account in values(var.service_accounts) : [
        for image in account.images : can(regex(
          "^([0-9]{12}[.]dkr[.-]ecr(-fips)?[.][a-z0-9-]+[.][a-z.]+|public[.]ecr[.]aws|ecr-public[.]aws[.]com)/[a-z0-9]([a-z0-9._/-]*([a-z0-9]|/?[*]))?$", image
        ))
      ]
    ]))
    error_message = "An image is REGISTRY/REPOSITORY of ECR, without a tag and a digest."
  }
  validation {
    condition     = alltrue([for account in values(var.service_accounts) : length(account.images) > 0])
    error_message = "A service account pulls at least one image."
  }
  validation {
    condition = alltrue(flatten([
      for account in values(var.service_accounts) : [
        for name in coalesce(account.clusters, []) : contains(keys(var.clusters), name)
      ]
    ]))
    error_message = "A service account names a cluster that is not one of var.clusters."
  }
  validation {
    condition     = alltrue([for account in values(var.service_accounts) : can(regex("^[A-Za-z0-9+=,.@_-]{1,60}$", coalesce(account.role, "role")))])
    error_message = "A role's name has at most 60 letters, digits and +=,.@_-."
  }
}

variable "existing_oidc_providers" {
  description = "The clusters whose OIDC provider the account has already, as EKS clusters with IRSA; its client ids must contain the audience."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for name in var.existing_oidc_providers : contains(keys(var.clusters), name)])
    error_message = "existing_oidc_providers names a cluster that is not one of var.clusters."
  }
}

variable "parts" {
  description = <<-EOT
    Where one role cannot trust all its clusters: by role, or "*" for every other one, and by cluster, a name for the
    part that trusts the cluster. The part web-2 of web is { web = { blue = "2" } }. Clusters that are not named stay in web.
  EOT
  type        = map(map(string))
  default     = {}

  validation {
    condition     = alltrue(flatten([for parts in values(var.parts) : [for part in values(parts) : can(regex("^[a-z0-9]{1,8}$", part))]]))
    error_message = "A part's name has 1 to 8 lower-case letters and digits."
  }
  validation {
    condition     = alltrue(flatten([for parts in values(var.parts) : [for cluster in keys(parts) : contains(keys(var.clusters), cluster)]]))
    error_message = "var.parts names a cluster that is not one of var.clusters."
  }
}

variable "audience" {
  description = "The audience of the tokens."
  type        = string
  default     = "sts.amazonaws.com"
}

variable "pull_through" {
  description = "Whether pulls may create repositories and import images through a pull-through cache."
  type        = bool
  default     = false
}

variable "role_path" {
  description = "The path of the roles."
  type        = string
  default     = "/"

  validation {
    condition     = can(regex("^/([A-Za-z0-9+=,.@_-]+/)*$", var.role_path))
    error_message = "A path begins and ends with a slash, as /teams/."
  }
}

variable "permissions_boundary" {
  description = "The ARN of the permissions boundary of the roles, if they need one."
  type        = string
  default     = null
}

variable "trust_policy_limit" {
  description = "The account's quota for the length of a role's trust policy, in characters: a role that needs more has parts."
  type        = number
  default     = 2048

  validation {
    condition     = var.trust_policy_limit >= 1024 && var.trust_policy_limit <= 4096
    error_message = "AWS lets a trust policy have 2,048 characters, or up to 4,096 with a higher quota."
  }
}

variable "annotation" {
  description = "The annotation that names the role to podpass; see its option --ecr-role-annotation."
  type        = string
  default     = "eks.amazonaws.com/ecr-role-arn"
}

variable "tags" {
  description = "Tags of the roles."
  type        = map(string)
  default     = {}
}
