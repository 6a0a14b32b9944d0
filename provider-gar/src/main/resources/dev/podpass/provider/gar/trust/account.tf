
variable "create_service_account" {
  description = "Whether to create the service account @EMAIL@; true for one module at most."
  type        = bool
  default     = false
}

resource "google_project_service" "iamcredentials" {
  project            = "@ACCOUNT_PROJECT@"
  service            = "iamcredentials.googleapis.com"
  disable_on_destroy = false
}

resource "google_service_account" "@NAME@" {
  count = var.create_service_account ? 1 : 0

  project    = "@ACCOUNT_PROJECT@"
  account_id = "@ACCOUNT_NAME@"
}

data "google_service_account" "@NAME@" {
  count = var.create_service_account ? 0 : 1

  project    = "@ACCOUNT_PROJECT@"
  account_id = "@ACCOUNT_NAME@"
}

locals {
  service_account_name = one(concat(
    google_service_account.@NAME@[*].name,
    data.google_service_account.@NAME@[*].name,
  ))
  service_account_email = one(concat(
    google_service_account.@NAME@[*].email,
    data.google_service_account.@NAME@[*].email,
  ))
}

resource "google_service_account_iam_member" "@NAME@" {
  service_account_id = local.service_account_name
  role               = "roles/iam.workloadIdentityUser"
  member             = "@PRINCIPAL@"@DEPENDS@
}

# Annotate the service account @NAMESPACE@/@SERVICE_ACCOUNT@ with these.
output "annotations" {
  value = { "@ANNOTATION@" = local.service_account_email }
}
