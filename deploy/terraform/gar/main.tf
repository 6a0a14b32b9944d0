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
