variable "resource_group" {
  description = "The resource group of the managed identities."
  type        = string
}

variable "location" {
  description = "The location of the managed identities, such as westeurope."
  type        = string
}

variable "clusters" {
  description = <<-EOT
    The clusters: by name, the issuer of their tokens (kubectl get --raw /.well-known/openid-configuration).
    Entra ID compares letter by letter: an issuer of AKS ends in a slash.
  EOT
  type        = map(string)

  validation {
    condition     = alltrue([for issuer in values(var.clusters) : can(regex("^https://[A-Za-z0-9._~:/-]+$", issuer))])
    error_message = "An issuer is an https URL."
  }
  validation {
    condition     = length(distinct(values(var.clusters))) == length(var.clusters)
    error_message = "Two clusters have the same issuer, so that Entra ID cannot tell them apart."
  }
}

variable "registries" {
  description = <<-EOT
    The registries: by login server (az acr show --name NAME --query loginServer --output tsv),
    id: the resource id (--query id);
    abac: whether its mode is AbacRepositoryPermissions (--query roleAssignmentMode), which does not honour AcrPull;
    role: the name of another role than that of its mode.
  EOT
  type = map(object({
    id   = string
    abac = optional(bool, false)
    role = optional(string)
  }))

  validation {
    condition     = alltrue([for registry in values(var.registries) : can(regex("^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft.ContainerRegistry/registries/[A-Za-z0-9]+$", registry.id))])
    error_message = "A registry's id is /subscriptions/.../providers/Microsoft.ContainerRegistry/registries/NAME."
  }
  validation {
    condition     = alltrue([for server, registry in var.registries : can(regex("^${lower(basename(registry.id))}(-[a-z0-9]+)?[.]azurecr[.](io|cn|us)$", server))])
    error_message = "The key of a registry is its login server, such as NAME.azurecr.io, and NAME is that of its id."
  }
}

variable "service_accounts" {
  description = <<-EOT
    The service accounts that pull: by NAMESPACE/NAME,
    images: what they pull; what follows the registry is ignored, for a role is for a registry;
    clusters: the names of their clusters; all clusters if not given;
    identity: the name of a managed identity that several share, which may then all pull what each may; one of their own
    if not given.
  EOT
  type = map(object({
    images   = set(string)
    clusters = optional(set(string))
    identity = optional(string)
  }))

  validation {
    condition     = alltrue([for key in keys(var.service_accounts) : can(regex("^[a-z0-9-]{1,63}/[a-z0-9.-]{1,253}$", key))])
    error_message = "The key of a service account is NAMESPACE/NAME; Entra ID trusts no whole namespace."
  }
  validation {
    condition     = alltrue([for account in values(var.service_accounts) : length(account.images) > 0])
    error_message = "A service account pulls at least one image."
  }
  validation {
    condition = alltrue(flatten([
      for account in values(var.service_accounts) : [
        for image in account.images : can(regex("^[a-z0-9]{5,50}(-[a-z0-9]+)?([.][a-z0-9]+[.]geo)?[.]azurecr[.](io|cn|us)(/|$)", image))
      ]
    ]))
    error_message = "An image is of a registry of Azure, NAME.azurecr.io."
  }
  validation {
    condition = alltrue(flatten([
      for account in values(var.service_accounts) : [
        for image in account.images : contains(keys(var.registries), replace(split("/", image)[0], "/[.][a-z0-9]+[.]geo[.]/", "."))
      ]
    ]))
    error_message = "An image is of a registry that is not one of var.registries."
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
    condition     = alltrue([for account in values(var.service_accounts) : can(regex("^[A-Za-z0-9][A-Za-z0-9_-]{2,123}$", account.identity == null ? "none" : account.identity))])
    error_message = "An identity's name has 3 to 124 letters, digits, hyphens and underscores."
  }
}

variable "parts" {
  description = <<-EOT
    Where one managed identity cannot trust all its clusters: by managed identity, or "*" for every other one, and by cluster, a name for the
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
  description = "The audience of the tokens; api://AzureADTokenExchangeUSGov and ...China in other clouds."
  type        = string
  default     = "api://AzureADTokenExchange"
}

variable "client_annotation" {
  description = "The annotation that names the identity to podpass; see its option --acr-client-id-annotation."
  type        = string
  default     = "kubernetes.azure.com/acr-client-id"
}

variable "tenant_annotation" {
  description = "The annotation that names the identity's tenant to podpass; see its option --acr-tenant-id-annotation."
  type        = string
  default     = "kubernetes.azure.com/acr-tenant-id"
}

variable "tags" {
  description = "Tags of the identities."
  type        = map(string)
  default     = {}
}
