terraform {
  required_providers {
    alicloud = {
      source = "aliyun/alicloud"
    }
  }
}

module "podpass" {
  source = "github.com/podpass/podpass//deploy/terraform/alibaba?ref=TAG"

  clusters = {
    ack-rrsa-blue = "https://oidc-ack-cn-hangzhou.oss-cn-hangzhou.aliyuncs.com/blue"
  }
  # RRSA has made it.
  existing_oidc_providers = ["ack-rrsa-blue"]
  instances = {
    "mycompany-registry.cn-hangzhou.cr.aliyuncs.com" = "cri-7h6g5f4e3d2c1b0a"
  }

  service_accounts = {
    "team-a/app" = { images = ["mycompany-registry.cn-hangzhou.cr.aliyuncs.com/team-a/app"] }
  }
}

provider "alicloud" {
  region = "cn-hangzhou"
}

# By cluster and service account: what to put into the manifests.
output "annotations" {
  value = module.podpass.annotations
}
