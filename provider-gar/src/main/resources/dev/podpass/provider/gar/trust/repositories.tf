
resource "google_artifact_registry_repository_iam_member" "@NAME@" {
  for_each = {@REPOSITORIES@
  }

  project    = each.value.project
  location   = each.value.location
  repository = each.value.repository
  role       = "roles/artifactregistry.reader"
  member     = @MEMBER@@DEPENDS@
}
