output "annotations" {
  description = "By cluster and service account: the annotations that it needs."
  value = {
    for cluster in keys(var.clusters) : cluster => {
      for key in keys(var.service_accounts) : key => {
        (var.client_annotation) = azurerm_user_assigned_identity.pull[local.credential["${cluster} ${key}"].identity].client_id
        (var.tenant_annotation) = azurerm_user_assigned_identity.pull[local.credential["${cluster} ${key}"].identity].tenant_id
      } if contains(keys(local.credential), "${cluster} ${key}")
    }
  }

  precondition {
    condition     = length(module.roles.problems) == 0
    error_message = join(" ", module.roles.problems)
  }
}

output "config_options" {
  description = "By cluster: the options of podpass config."
  value = {
    for cluster in keys(var.clusters) : cluster => concat(
      ["--providers=acr"],
      lookup({
        "api://AzureADTokenExchange"      = []
        "api://AzureADTokenExchangeUSGov" = ["--acr-cloud=us-government"]
        "api://AzureADTokenExchangeChina" = ["--acr-cloud=china"]
      }, var.audience, ["--token-audience=${var.audience}"]),
      var.client_annotation == "kubernetes.azure.com/acr-client-id" ? [] : ["--acr-client-id-annotation=${var.client_annotation}"],
      var.tenant_annotation == "kubernetes.azure.com/acr-tenant-id" ? [] : ["--acr-tenant-id-annotation=${var.tenant_annotation}"],
    )
  }
}
