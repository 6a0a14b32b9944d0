variable "project" {
  description = "The id of the project that has the workload identity pool. Clusters of GKE have pools of their own."
  type        = string
}

variable "pool" {
  description = "The workload identity pool of the clusters that are not of GKE. The module makes it: no other provider may be added to it."
  type        = string
  default     = "podpass"

  validation {
    condition     = can(regex("^[a-z0-9-]{4,32}$", var.pool)) && !startswith(var.pool, "gcp-")
    error_message = "A pool's id has 4 to 32 lower-case letters, digits and hyphens, and does not begin with gcp-."
  }
}

variable "clusters" {
  description = <<-EOT
    The clusters: by name, the issuer of their tokens (kubectl get --raw /.well-known/openid-configuration).
    The name is that of the pool's provider; an issuer of GKE, https://container.googleapis.com/..., needs none.
  EOT
  type        = map(string)

  validation {
    condition     = alltrue([for issuer in values(var.clusters) : can(regex("^https://[A-Za-z0-9._~:/-]+$", issuer))])
    error_message = "An issuer is an https URL."
  }
  validation {
    condition     = length(distinct(values(var.clusters))) == length(var.clusters)
    error_message = "Two clusters have the same issuer, so that Google cannot tell them apart."
  }
  validation {
    condition     = alltrue([for name in keys(var.clusters) : can(regex("^[a-z0-9-]{4,32}$", name)) && !startswith(name, "gcp-")])
    error_message = "A cluster's name is a provider's id: 4 to 32 lower-case letters, digits and hyphens, not beginning with gcp-."
  }
}

variable "service_accounts" {
  description = <<-EOT
    The service accounts that pull: by NAMESPACE/NAME, or NAMESPACE/* for all of a namespace,
    images: what they pull, HOST/PROJECT/REPOSITORY; what follows is ignored, for a grant is for a repository;
    clusters: the names of their clusters; all clusters if not given, also those that are added later;
    impersonate: the Google service account as which they pull; themselves if not given.
  EOT
  type = map(object({
    images      = set(string)
    clusters    = optional(set(string))
    impersonate = optional(string)
  }))

  validation {
    condition     = alltrue([for key in keys(var.service_accounts) : can(regex("^[a-z0-9-]{1,63}/([a-z0-9.-]{1,253}|[*])$", key))])
    error_message = "The key of a service account is NAMESPACE/NAME, or NAMESPACE/* for all of a namespace."
  }
  validation {
    condition = alltrue(flatten([
      for account in values(var.service_accounts) : [
        for image in account.images : can(regex(
          "^([a-z0-9-]+-docker[.]pkg[.]dev|docker[.][a-z0-9-]+[.]rep[.]pkg[.]dev)/([a-z0-9-]+[.][a-z0-9.-]+/)?[a-z][a-z0-9-]+/[a-z][a-z0-9-]*(/|$)", image
        )) || can(regex("^((us|eu|asia)[.])?gcr[.]io/([a-z0-9-]+[.][a-z0-9.-]+/)?[a-z][a-z0-9-]+(/|$)", image))
      ]
    ]))
    error_message = "An image is HOST/PROJECT/REPOSITORY of Artifact Registry, or HOST/PROJECT of gcr.io."
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
    condition = alltrue([
      for account in values(var.service_accounts) :
      can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]@[a-z0-9.-]+[.]iam[.]gserviceaccount[.]com$", account.impersonate == null ? "none-at@all.iam.gserviceaccount.com" : account.impersonate))
    ])
    error_message = "A Google service account is NAME@PROJECT.iam.gserviceaccount.com."
  }
}

variable "create_google_service_accounts" {
  description = "The addresses of service_accounts' impersonate that the module is to create; others exist."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for email in var.create_google_service_accounts : contains([for account in values(var.service_accounts) : account.impersonate if account.impersonate != null], email)])
    error_message = "create_google_service_accounts has an address that no service account impersonates."
  }
}

variable "audience" {
  description = "The audience of the tokens, if it is not the provider's own name."
  type        = string
  default     = null
}

variable "jwks" {
  description = "By cluster, the keys of an issuer that Google cannot reach (kubectl get --raw /openid/v1/jwks); to be set again after each rotation."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for name in keys(var.jwks) : contains(keys(var.clusters), name)])
    error_message = "jwks names a cluster that is not one of var.clusters."
  }
}

variable "enable_services" {
  description = "Whether to enable the APIs of Google that pulls need."
  type        = bool
  default     = true
}

variable "annotation" {
  description = "The annotation that names the Google service account to podpass; see its option --gar-service-account-annotation."
  type        = string
  default     = "iam.gke.io/gcp-service-account"
}
