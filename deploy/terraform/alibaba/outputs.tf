output "annotations" {
  description = "By cluster and service account: the annotations that it needs. Those of NAMESPACE/* are for every one that pulls."
  value = {
    for cluster in keys(var.clusters) : cluster => merge([
      for name, part in module.roles.parts : {
        for key in keys(lookup(part.subjects, cluster, {})) : key => { (var.annotation) = "${local.ram}:role/${alicloud_ram_role.pull[name].role_name}" }
      }
    ]...)
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
      ["--providers=alibaba", "--alibaba-oidc-provider-arn=${local.providers[cluster]}"],
      length(var.instances) == 0 ? [] : ["--alibaba-instance=${join(",", [for host, id in var.instances : "${host}=${id}"])}"],
      var.audience == "sts.aliyuncs.com" ? [] : ["--token-audience=${var.audience}"],
      var.annotation == "podpass.dev/alibaba-role-arn" ? [] : ["--alibaba-role-annotation=${var.annotation}"],
    )
  }
}
