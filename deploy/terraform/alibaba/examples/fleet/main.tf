terraform {
  required_providers {
    alicloud = {
      source = "aliyun/alicloud"
    }
  }
}

# Three clusters and forty service accounts: one that an example of its own shows, and what teams have in common.
module "trust" {
  source = "../.."

  clusters = {
    ack-rrsa-blue = "https://oidc-ack-cn-hangzhou.oss-cn-hangzhou.aliyuncs.com/blue"
    green         = "https://oidc.example.com/green"
    onsite        = "https://oidc.example.com/onsite"
  }
  existing_oidc_providers = ["ack-rrsa-blue"]
  fingerprints = {
    green  = ["902ef2deeb3c5b13ea4c3d5193629309e231ae55"]
    onsite = ["902ef2deeb3c5b13ea4c3d5193629309e231ae55"]
  }

  # Thirty service accounts of one cluster fill a trust policy.
  parts = { podpass-web = { green = "2", onsite = "3" } }

  instances = {
    "mycompany-registry.cn-hangzhou.cr.aliyuncs.com" = "cri-0a1b2c3d4e5f6g7h"
    "registry.example.com"                           = "cri-7h6g5f4e3d2c1b0a@eu-central-1"
  }

  service_accounts = merge(
    {
      # Everything of one namespace, in one cluster.
      "batch/*" = { images = ["mycompany-registry.cn-hangzhou.cr.aliyuncs.com/batch/*"], clusters = ["onsite"] }
      # Images of a domain of your own, and of Personal edition.
      "shop/cart" = {
        images   = ["registry.example.com/base/java", "registry-vpc.cn-beijing.aliyuncs.com/shop/cart"]
        clusters = ["ack-rrsa-blue", "green"]
      }
    },
    # Eight teams whose pods pull the team's images, each as a role of its own.
    { for team in range(1, 9) : "team-${team}/app" => { images = ["mycompany-registry.cn-hangzhou.cr.aliyuncs.com/team-${team}/*"] } },
    # Thirty service accounts that pull the same, as one role.
    {
      for number in range(1, 31) : "tenant-${number}/web" => {
        images = ["mycompany-registry.cn-hangzhou.cr.aliyuncs.com/shared/web"]
        role   = "podpass-web"
      }
    },
  )
}

provider "alicloud" {
  region = "cn-hangzhou"
}

output "annotations" {
  value = module.trust.annotations
}

output "config_options" {
  value = module.trust.config_options
}
