# Three clusters, one of them of GKE, and forty service accounts.
module "trust" {
  source  = "../.."
  project = "my-project"

  clusters = {
    blue-eks = "https://oidc.eks.eu-west-1.amazonaws.com/id/0A1B2C3D4E5F60718293A4B5C6D7E8F9"
    green    = "https://container.googleapis.com/v1/projects/my-gke/locations/europe-west1/clusters/green"
    onsite   = "https://oidc.example.com/onsite"
  }

  # Google cannot reach the issuer of this one.
  jwks = { onsite = file("${path.module}/jwks.json") }

  service_accounts = merge(
    {
      # Everything of one namespace, in one cluster.
      "batch/*" = { images = ["europe-docker.pkg.dev/my-project/batch"], clusters = ["onsite"] }
      # As a Google service account, in two clusters, from two registries.
      "shop/cart" = {
        images      = ["us-docker.pkg.dev/my-project/apps", "eu.gcr.io/example.com/my-project/base"]
        clusters    = ["blue-eks", "green"]
        impersonate = "puller@my-project.iam.gserviceaccount.com"
      }
    },
    # Eight teams whose pods pull the team's images, in every cluster.
    { for team in range(1, 9) : "team-${team}/app" => { images = ["us-docker.pkg.dev/my-project/team-${team}"] } },
    # Thirty service accounts that pull the same.
    { for number in range(1, 31) : "tenant-${number}/web" => { images = ["us-docker.pkg.dev/my-project/web"], clusters = ["blue-eks"] } },
  )
  create_google_service_accounts = ["puller@my-project.iam.gserviceaccount.com"]
}

provider "google" {}

output "annotations" {
  value = module.trust.annotations
}

output "config_options" {
  value = module.trust.config_options
}
