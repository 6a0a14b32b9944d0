# Three clusters and forty service accounts: one that an example of its own shows, and what teams have in common.
module "trust" {
  source = "../.."

  clusters = {
    blue   = "https://oidc.eks.eu-west-1.amazonaws.com/id/0A1B2C3D4E5F60718293A4B5C6D7E8F9"
    green  = "https://oidc.eks.eu-west-1.amazonaws.com/id/F9E8D7C6B5A4938271605F4E3D2C1B0A"
    onsite = "https://oidc.example.com/onsite"
  }
  existing_oidc_providers = ["green"]

  # Thirty service accounts of one cluster fill a trust policy.
  parts = { podpass-web = { green = "2", onsite = "3" } }

  service_accounts = merge(
    {
      # Everything of one namespace, in one cluster.
      "batch/*" = { images = ["123456789012.dkr.ecr.eu-west-1.amazonaws.com/batch/*"], clusters = ["onsite"] }
      # Images of another account, and of ECR Public.
      "shop/cart" = {
        images   = ["444455556666.dkr.ecr.eu-west-1.amazonaws.com/base/java", "public.ecr.aws/nginx/nginx"]
        clusters = ["blue", "green"]
      }
    },
    # Eight teams whose pods pull the team's images, each as a role of its own.
    { for team in range(1, 9) : "team-${team}/app" => { images = ["123456789012.dkr.ecr.eu-west-1.amazonaws.com/team-${team}/*"] } },
    # Thirty service accounts that pull the same, as one role.
    {
      for number in range(1, 31) : "tenant-${number}/web" => {
        images = ["123456789012.dkr.ecr.eu-west-1.amazonaws.com/web"]
        role   = "podpass-web"
      }
    },
  )
}

# The policies of the repositories of the other account, with a provider for it.
module "repositories" {
  source     = "../../repositories"
  providers  = { aws = aws.images }
  statements = module.trust.repository_statements["444455556666/eu-west-1"]
}

provider "aws" {
  region = "eu-west-1"
}

provider "aws" {
  alias  = "images"
  region = "eu-west-1"
}

output "annotations" {
  value = module.trust.annotations
}

output "config_options" {
  value = module.trust.config_options
}
