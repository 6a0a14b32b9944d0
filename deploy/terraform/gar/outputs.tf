output "annotations" {
  description = "By cluster and service account: the annotations that it needs; none but where it impersonates."
  value = {
    for cluster in keys(var.clusters) : cluster => {
      for key, account in local.named : key => (
        var.service_accounts[key].impersonate == null ? {} : { (var.annotation) = var.service_accounts[key].impersonate }
      ) if contains(account.clusters, cluster)
    }
  }
}

output "config_options" {
  description = "By cluster: the options of podpass config."
  value = {
    for cluster, issuer in var.clusters : cluster => concat(
      ["--providers=gar"],
      contains(keys(local.gke), cluster)
      ? ["--gar-audience=identitynamespace:${local.gke[cluster]}.svc.id.goog:${issuer}"]
      : concat(
        ["--gar-audience=//${local.locations[var.project]}/${var.pool}/providers/${cluster}"],
        var.audience == null ? [] : ["--token-audience=${var.audience}"],
      ),
      length(local.impersonated) > 0 && (contains(keys(local.gke), cluster) || var.annotation != "iam.gke.io/gcp-service-account")
      ? ["--gar-service-account-annotation=${var.annotation}"]
      : [],
    )
  }
}
