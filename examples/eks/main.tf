module "podpass" {
  source = "github.com/podpass/podpass//deploy/terraform/ecr?ref=TAG"

  clusters = {
    blue = "https://oidc.eks.eu-west-1.amazonaws.com/id/0A1B2C3D4E5F60718293A4B5C6D7E8F9"
  }
  # Remove it if the cluster has no OIDC provider in IAM yet.
  existing_oidc_providers = ["blue"]

  service_accounts = {
    "team-a/app" = { images = ["123456789012.dkr.ecr.eu-west-1.amazonaws.com/team-a/app"] }
  }
}

provider "aws" {}

# By cluster and service account: what to put into the manifests.
output "annotations" {
  value = module.podpass.annotations
}
