# Three clusters, one of them of AKS, and forty service accounts, from two registries.
module "trust" {
  source = "../.."

  resource_group = "podpass"
  location       = "westeurope"
  clusters = {
    blue   = "https://westeurope.oic.prod-aks.azure.com/66666666-7777-8888-9999-000000000000/11111111-2222-3333-4444-555555555555/"
    green  = "https://oidc.eks.eu-west-1.amazonaws.com/id/0A1B2C3D4E5F60718293A4B5C6D7E8F9"
    onsite = "https://oidc.example.com/onsite"
  }
  registries = {
    "appsreg.azurecr.io"        = { id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/images/providers/Microsoft.ContainerRegistry/registries/appsreg" }
    "basereg-a1b2c3.azurecr.io" = { id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/images/providers/Microsoft.ContainerRegistry/registries/basereg", abac = true }
  }

  service_accounts = merge(
    # From both registries, in one cluster.
    { "batch/job" = { images = ["appsreg.azurecr.io/batch", "basereg-a1b2c3.azurecr.io/java"], clusters = ["onsite"] } },
    # Nine teams, each as an identity of its own, in every cluster.
    { for team in range(1, 10) : "team-${team}/app" => { images = ["appsreg.azurecr.io/team-${team}"] } },
    # Thirty service accounts that pull the same, as two identities.
    { for number in range(1, 31) : "tenant-${number}/web" => { images = ["basereg-a1b2c3.azurecr.io/web"], identity = number <= 15 ? "podpass-web" : "podpass-more-web" } },
  )

  # Each would need 45 federated credentials: fifteen for each cluster.
  parts = {
    podpass-web      = { green = "2", onsite = "3" }
    podpass-more-web = { green = "2", onsite = "3" }
  }
}

provider "azurerm" {
  features {}
}

output "annotations" {
  value = module.trust.annotations
}

output "config_options" {
  value = module.trust.config_options
}
