module "podpass" {
  source = "github.com/podpass/podpass//deploy/terraform/gar?ref=TAG"

  project = "my-project"

  clusters = {
    edge = "https://oidc.example.com/edge"
  }
  # For an issuer that Google cannot reach, add its keys (kubectl get --raw /openid/v1/jwks >jwks.json):
  # jwks = { edge = file("${path.module}/jwks.json") }

  service_accounts = {
    "team-a/app" = { images = ["europe-docker.pkg.dev/my-project/apps"] }
  }
}

provider "google" {}

# By cluster and service account: what to put into the manifests.
output "annotations" {
  value = module.podpass.annotations
}
