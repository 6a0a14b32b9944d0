terraform {
  required_version = ">= 1.9"
  required_providers {
    google = {
      source  = "hashicorp/google"
      version = ">= 5.0, < 8.0"
    }
  }
}

data "google_project" "pool" {
  for_each = local.projects

  project_id = each.key
}

resource "google_project_service" "needed" {
  for_each = local.services

  project            = split(" ", each.key)[0]
  service            = split(" ", each.key)[1]
  disable_on_destroy = false
}

resource "google_iam_workload_identity_pool" "clusters" {
  count = length(local.federated) > 0 ? 1 : 0

  project                   = var.project
  workload_identity_pool_id = var.pool
  description               = "Clusters whose pods pull by podpass"

  depends_on = [google_project_service.needed]
}

# A subject begins with its cluster, for a grant names the pool and the subject, and not the provider.
resource "google_iam_workload_identity_pool_provider" "cluster" {
  for_each = toset(local.federated)

  project                            = var.project
  workload_identity_pool_id          = google_iam_workload_identity_pool.clusters[0].workload_identity_pool_id
  workload_identity_pool_provider_id = each.key
  attribute_mapping = {
    "google.subject"              = "'${each.key}:'+assertion.sub"
    "attribute.service_account"   = "assertion.sub"
    "attribute.namespace"         = "assertion['kubernetes.io']['namespace']"
    "attribute.cluster_namespace" = "'${each.key}:'+assertion['kubernetes.io']['namespace']"
  }

  oidc {
    issuer_uri        = var.clusters[each.key]
    allowed_audiences = var.audience == null ? null : [var.audience]
    jwks_json         = lookup(var.jwks, each.key, null)
  }

  lifecycle {
    precondition {
      condition     = alltrue([for account in values(local.named) : length("${each.key}:${account.subject}") <= 127 if contains(account.clusters, each.key)])
      error_message = "Google takes no subject of more than 127 bytes, which is ${each.key}:system:serviceaccount:NAMESPACE:NAME: shorten a name."
    }
  }
}

resource "google_service_account" "pull" {
  for_each = var.create_google_service_accounts

  project     = local.project_of[each.key]
  account_id  = split("@", each.key)[0]
  description = "Pulls by podpass"
}

resource "google_service_account_iam_member" "pull" {
  for_each = local.impersonators

  service_account_id = "projects/${local.project_of[each.value.account]}/serviceAccounts/${each.value.account}"
  role               = "roles/iam.workloadIdentityUser"
  member             = each.value.member

  depends_on = [google_iam_workload_identity_pool_provider.cluster, google_service_account.pull]
}

resource "google_artifact_registry_repository_iam_member" "pull" {
  for_each = local.readers

  project    = split("/", each.value.repository)[0]
  location   = split("/", each.value.repository)[1]
  repository = split("/", each.value.repository)[2]
  role       = "roles/artifactregistry.reader"
  member     = each.value.member

  depends_on = [google_iam_workload_identity_pool_provider.cluster, google_service_account.pull]

  lifecycle {
    precondition {
      condition     = length([for reader in values(local.readers) : reader if reader.repository == each.value.repository]) <= 1500
      error_message = "${each.value.repository} has more than the 1,500 members that Google allows a policy: leave out clusters, name NAMESPACE/*, or impersonate."
    }
  }
}

locals {
  gke_project  = { for name, issuer in var.clusters : name => regexall("^https://container[.]googleapis[.]com/v1/projects/([^/]+)/", issuer) }
  gke          = { for name, found in local.gke_project : name => found[0][0] if length(found) > 0 }
  federated    = [for name in keys(var.clusters) : name if !contains(keys(local.gke), name)]
  projects     = toset(concat(values(local.gke), length(local.federated) > 0 ? [var.project] : []))
  number       = { for id, project in data.google_project.pool : id => project.number }
  locations    = { for id, number in local.number : id => "iam.googleapis.com/projects/${number}/locations/global/workloadIdentityPools" }
  gcr_location = { "gcr.io" = "us", "us.gcr.io" = "us", "eu.gcr.io" = "europe", "asia.gcr.io" = "asia" }

  named = {
    for key, account in var.service_accounts : key => {
      namespace    = split("/", key)[0]
      name         = split("/", key)[1]
      subject      = "system:serviceaccount:${replace(key, "/", ":")}"
      everywhere   = account.clusters == null
      clusters     = account.clusters == null ? keys(var.clusters) : sort(account.clusters)
      repositories = distinct([for image in account.images : local.repository[image]])
    }
  }

  # Of each image, PROJECT/LOCATION/REPOSITORY. The project of a domain, example.com/my-project, is example.com:my-project.
  images = distinct(flatten([for account in values(var.service_accounts) : tolist(account.images)]))
  path = {
    for image in local.images : image => {
      host  = split("/", image)[0]
      parts = split("/", replace(join("/", slice(split("/", image), 1, length(split("/", image)))), "/^([a-z0-9-]+[.][a-z0-9.-]+)[/]/", "$1:"))
    }
  }
  repository = {
    for image, path in local.path : image => (
      contains(keys(local.gcr_location), path.host)
      ? "${path.parts[0]}/${local.gcr_location[path.host]}/${path.host}"
      : "${path.parts[0]}/${replace(replace(path.host, "/^docker[.]([a-z0-9-]+)[.].*$/", "$1"), "-docker.pkg.dev", "")}/${path.parts[1]}"
    )
  }

  # The principals of each service account: one for each project of GKE, whose pool does not tell its clusters apart; and in
  # the module's pool one for all clusters, or one for each.
  principals = {
    for key, account in local.named : key => merge(
      {
        for project in toset([for cluster in account.clusters : local.gke[cluster] if contains(keys(local.gke), cluster)]) :
        "${project}.svc.id.goog" => (
          account.name == "*"
          ? "principalSet://${local.locations[project]}/${project}.svc.id.goog/namespace/${account.namespace}"
          : "principal://${local.locations[project]}/${project}.svc.id.goog/subject/ns/${account.namespace}/sa/${account.name}"
        )
      },
      {
        for cluster in toset(account.everywhere && length(local.federated) > 0 ? [var.pool] : []) :
        var.pool => (
          account.name == "*"
          ? "principalSet://${local.locations[var.project]}/${var.pool}/attribute.namespace/${account.namespace}"
          : "principalSet://${local.locations[var.project]}/${var.pool}/attribute.service_account/${account.subject}"
        )
      },
      {
        for cluster in account.everywhere ? [] : setintersection(account.clusters, local.federated) :
        "${var.pool}/${cluster}" => (
          account.name == "*"
          ? "principalSet://${local.locations[var.project]}/${var.pool}/attribute.cluster_namespace/${cluster}:${account.namespace}"
          : "principal://${local.locations[var.project]}/${var.pool}/subject/${cluster}:${account.subject}"
        )
      },
    )
  }

  # The grants, each by a key that tells what it is.
  impersonators = merge([
    for key, account in var.service_accounts : {
      for from, principal in local.principals[key] : "${account.impersonate} ${from} ${key}" => { account = account.impersonate, member = principal }
    } if account.impersonate != null
  ]...)
  readers = merge(flatten([
    for key, account in local.named : [
      for repository in account.repositories : (
        var.service_accounts[key].impersonate != null
        ? { "${repository} ${var.service_accounts[key].impersonate}" = { repository = repository, member = "serviceAccount:${var.service_accounts[key].impersonate}" } }
        : { for from, principal in local.principals[key] : "${repository} ${from} ${key}" => { repository = repository, member = principal } }
      )
    ]
  ])...)

  # The project that the address of a Google service account names; that of a domain is written from its end.
  impersonated = toset([for account in values(var.service_accounts) : account.impersonate if account.impersonate != null])
  project_of = {
    for email in local.impersonated : email => replace(
      trimsuffix(split("@", email)[1], ".iam.gserviceaccount.com"), "/^([^.]+)[.](.+)$/", "$2:$1"
    )
  }
  services = toset(var.enable_services ? concat(
    length(local.federated) > 0 ? ["${var.project} iam.googleapis.com", "${var.project} sts.googleapis.com"] : [],
    [for project in values(local.project_of) : "${project} iamcredentials.googleapis.com"],
  ) : [])
}
