module "podpass" {
  source = "github.com/podpass/podpass//deploy/terraform/ecr?ref=TAG"

  # AWS fetches the keys of this issuer over the internet.
  clusters = {
    onsite = "https://oidc.example.com/onsite"
  }

  service_accounts = {
    "team-a/app" = { images = ["123456789012.dkr.ecr.eu-west-1.amazonaws.com/team-a/app"] }
  }
}

provider "aws" {}

# By cluster and service account: what to put into the manifests.
output "annotations" {
  value = module.podpass.annotations
}
