variable "clusters" {
  description = <<-EOT
    The clusters: by the name of the cluster's OIDC provider in RAM,
    the issuer of their tokens (kubectl get --raw /.well-known/openid-configuration).
  EOT
  type        = map(string)

  validation {
    condition     = alltrue([for name in keys(var.clusters) : can(regex("^[A-Za-z0-9]([A-Za-z0-9._-]{0,126}[A-Za-z0-9])?$", name))])
    error_message = "The name of an OIDC provider has up to 128 letters, digits, dots, hyphens and underscores, and begins and ends with a letter or digit."
  }
  validation {
    condition     = alltrue([for issuer in values(var.clusters) : can(regex("^https://[A-Za-z0-9._~:/-]+$", issuer))])
    error_message = "An issuer is an https URL."
  }
  validation {
    condition     = length(distinct(values(var.clusters))) == length(var.clusters)
    error_message = "Two clusters have the same issuer, so that RAM cannot tell them apart."
  }
}

variable "fingerprints" {
  description = "By cluster, the SHA-1 fingerprints of the issuer's CA, each as 40 hexadecimal digits; not for existing OIDC providers."
  type        = map(set(string))
  default     = {}

  validation {
    condition = alltrue(flatten([
      for set in values(var.fingerprints) : [for fingerprint in set : can(regex("^[0-9A-Fa-f]{40}$", fingerprint))]
    ]))
    error_message = "A fingerprint is 40 hexadecimal digits: see openssl x509 -fingerprint -sha1."
  }
  validation {
    condition     = alltrue([for set in values(var.fingerprints) : length(set) >= 1 && length(set) <= 5])
    error_message = "An OIDC provider has one to five fingerprints."
  }
}

variable "existing_oidc_providers" {
  description = "The clusters whose OIDC provider the account has already, such as ACK clusters with RRSA; its client ids must contain the audience."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for name in var.existing_oidc_providers : contains(keys(var.clusters), name)])
    error_message = "existing_oidc_providers names a cluster that is not one of var.clusters."
  }
}

variable "instances" {
  description = "The instances of Enterprise edition: by registry host, the instance id; for a domain of your own as ID@REGION."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for id in values(var.instances) : can(regex("^cri-[a-z0-9]{1,64}(@[a-z]{2}(-[a-z0-9]{1,16}){1,4})?$", id))])
    error_message = "An instance is cri-... or cri-...@REGION."
  }
  validation {
    condition     = alltrue([for host, id in var.instances : strcontains(id, "@") || endswith(host, ".cr.aliyuncs.com")])
    error_message = "The instance of a domain of your own names its region, as cri-...@REGION."
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
        for image in account.images : can(regex("^[a-z0-9.-]+/[a-z0-9][a-z0-9._/-]*[*]?$", image))
      ]
    ]))
    error_message = "An image is REGISTRY/REPOSITORY, without a tag and a digest."
  }
  validation {
    condition = alltrue(flatten([
      for account in values(var.service_accounts) : [
        for image in account.images :
        contains(keys(var.instances), split("/", image)[0]) ||
        can(regex("^(registry(-intl)?(-vpc|-internal)?[.][a-z0-9-]+([.]cr)?|crpi-[a-z0-9]+(-vpc)?[.][a-z0-9-]+[.]personal[.]cr)[.]aliyuncs[.]com/", image))
      ]
    ]))
    error_message = "An image is of a registry that is neither one of var.instances nor of Personal edition."
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
    condition     = alltrue([for account in values(var.service_accounts) : can(regex("^[A-Za-z0-9.-]{1,60}$", coalesce(account.role, "role")))])
    error_message = "A role's name has at most 60 letters, digits, dots and hyphens."
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
  default     = "sts.aliyuncs.com"
}

variable "trust_policy_limit" {
  description = "The length of a role's trust policy, in characters: a role that needs more has parts."
  type        = number
  default     = 2048

  validation {
    condition     = var.trust_policy_limit >= 1024
    error_message = "A trust policy needs 1,024 characters or more."
  }
}

variable "annotation" {
  description = "The annotation that names the role to podpass; see its option --alibaba-role-annotation."
  type        = string
  default     = "podpass.dev/alibaba-role-arn"
}

variable "tags" {
  description = "Tags of the roles."
  type        = map(string)
  default     = {}
}
