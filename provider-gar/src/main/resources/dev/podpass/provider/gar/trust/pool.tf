
variable "create_pool" {
  description = "Whether to create the pool and the provider of the cluster; true for one module of the cluster at most."
  type        = bool
  default     = false
}

resource "google_project_service" "pool" {
  for_each = var.create_pool ? toset(["iam.googleapis.com", "sts.googleapis.com"]) : toset([])

  project            = "@POOL_PROJECT@"
  service            = each.key
  disable_on_destroy = false
}

# @SHARING@
resource "google_iam_workload_identity_pool" "clusters" {
  count = var.create_pool ? 1 : 0

  project                   = "@POOL_PROJECT@"
  workload_identity_pool_id = "@POOL@"
  depends_on                = [google_project_service.pool]
}

resource "google_iam_workload_identity_pool_provider" "cluster" {
  count = var.create_pool ? 1 : 0

  project                            = "@POOL_PROJECT@"
  workload_identity_pool_id          = google_iam_workload_identity_pool.clusters[0].workload_identity_pool_id
  workload_identity_pool_provider_id = "@PROVIDER@"
  attribute_mapping                  = { "google.subject" = "@SUBJECT_EXPRESSION@" }

  oidc {
@OIDC@
  }
}

data "google_iam_workload_identity_pool_provider" "cluster" {
  count = var.create_pool ? 0 : 1

  project                            = "@POOL_PROJECT@"
  workload_identity_pool_id          = "@POOL@"
  workload_identity_pool_provider_id = "@PROVIDER@"

  lifecycle {
    postcondition {
      condition     = self.oidc[0].issuer_uri == "@ISSUER@"
      error_message = "The provider @PROVIDER@ of the pool @POOL@ trusts another issuer than @ISSUER@."
    }
    postcondition {
      condition     = self.attribute_mapping["google.subject"] == "@SUBJECT_EXPRESSION@"
      error_message = "The provider @PROVIDER@ of the pool @POOL@ makes other subjects than this module expects."
    }
  }
}
