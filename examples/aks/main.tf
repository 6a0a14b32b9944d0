module "podpass" {
  source = "github.com/podpass/podpass//deploy/terraform/acr?ref=TAG"

  resource_group = "podpass"
  location       = "westeurope"
  clusters = {
    blue = "https://westeurope.oic.prod-aks.azure.com/66666666-7777-8888-9999-000000000000/11111111-2222-3333-4444-555555555555/"
  }
  registries = {
    "myregistry.azurecr.io" = { id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/images/providers/Microsoft.ContainerRegistry/registries/myregistry" }
  }

  service_accounts = {
    "team-a/app" = { images = ["myregistry.azurecr.io/apps/api"] }
  }
}

provider "azurerm" {
  features {}
}

# By cluster and service account: what to put into the manifests.
output "annotations" {
  value = module.podpass.annotations
}
