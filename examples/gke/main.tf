module "podpass" {
  source = "github.com/podpass/podpass//deploy/terraform/gar?ref=TAG"

  project = "my-project"

  clusters = {
    blue = "https://container.googleapis.com/v1/projects/p/locations/l/clusters/c"
  }

  service_accounts = {
    "team-a/app" = { images = ["europe-docker.pkg.dev/my-project/apps"] }
  }
}

provider "google" {}

# By cluster and service account: what to put into the manifests.
output "annotations" {
  value = module.podpass.annotations
}
