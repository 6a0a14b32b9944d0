mock_provider "alicloud" {
  mock_data "alicloud_caller_identity" {
    defaults = { account_id = "1234567890123456" }
  }
}

variables {
  clusters                = { a = "https://oidc.example.com/a", b = "https://oidc.example.com/b" }
  existing_oidc_providers = ["b"]
  fingerprints            = { a = ["902ef2deeb3c5b13ea4c3d5193629309e231ae55"] }
  instances               = { "my-registry.cn-hangzhou.cr.aliyuncs.com" = "cri-0a1b" }
  service_accounts        = { "team-a/app" = { images = ["my-registry.cn-hangzhou.cr.aliyuncs.com/team-a/app"] } }
}

run "one_role_for_few_clusters" {
  assert {
    condition = jsondecode(alicloud_ram_role.pull["podpass-team-a.app"].assume_role_policy_document).Statement == [
      for cluster in ["a", "b"] : {
        Effect    = "Allow"
        Principal = { Federated = ["acs:ram::1234567890123456:oidc-provider/${cluster}"] }
        Action    = "sts:AssumeRole"
        Condition = {
          StringEquals = {
            "oidc:iss" = ["https://oidc.example.com/${cluster}"]
            "oidc:aud" = ["sts.aliyuncs.com"]
            "oidc:sub" = ["system:serviceaccount:team-a:app"]
          }
        }
      }
    ]
    error_message = "The role trusts not exactly the service account of each cluster."
  }
  assert {
    condition = jsondecode(alicloud_ram_policy.pull["podpass-team-a.app"].policy_document).Statement == [
      { Effect = "Allow", Action = ["cr:GetAuthorizationToken"], Resource = ["*"] },
      { Effect = "Allow", Action = ["cr:PullRepository"], Resource = ["acs:cr:cn-hangzhou:*:repository/cri-0a1b/team-a/app"] },
    ]
    error_message = "The role may do anything else than pull the image."
  }
  assert {
    condition     = can(regex("^[A-Za-z0-9-]{1,128}$", alicloud_ram_policy.pull["podpass-team-a.app"].policy_name))
    error_message = "RAM does not allow the name of the policy."
  }
  assert {
    condition     = keys(alicloud_ims_oidc_provider.cluster) == ["a"]
    error_message = "An OIDC provider that is there is made again."
  }
  assert {
    condition = jsonencode(output.config_options.b) == jsonencode([
      "--providers=alibaba", "--alibaba-oidc-provider-arn=acs:ram::1234567890123456:oidc-provider/b",
      "--alibaba-instance=my-registry.cn-hangzhou.cr.aliyuncs.com=cri-0a1b",
    ])
    error_message = "The options are not those of podpass config."
  }
  assert {
    condition     = output.annotations.a["team-a/app"]["podpass.dev/alibaba-role-arn"] == "acs:ram::1234567890123456:role/podpass-team-a.app"
    error_message = "The annotation does not name the role."
  }
}

run "roles_for_thirty_clusters" {
  variables {
    clusters                = { for number in [10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39] : "c${number}" => "https://oidc.example.com/${number}" }
    parts                   = { "*" = { for number in [14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39] : "c${number}" => "${(number - 6 - (number - 6) % 4) / 4}" } }
    existing_oidc_providers = ["c10", "c11", "c12", "c13", "c14", "c15", "c16", "c17", "c18", "c19", "c20", "c21", "c22", "c23", "c24", "c25", "c26", "c27", "c28", "c29", "c30", "c31", "c32", "c33", "c34", "c35", "c36", "c37", "c38", "c39"]
  }
  assert {
    condition     = length(alicloud_ram_role.pull) == 8 && alltrue([for role in alicloud_ram_role.pull : length(role.assume_role_policy_document) <= 2048])
    error_message = "A trust policy is too long."
  }
  assert {
    condition     = length(alicloud_ram_role_policy_attachment.pull) == length(alicloud_ram_role.pull) && length(alicloud_ram_policy.pull) == 1
    error_message = "Each role needs the one policy."
  }
  assert {
    condition     = alltrue([for cluster in keys(var.clusters) : contains(keys(output.annotations[cluster]), "team-a/app")])
    error_message = "A cluster has no annotation for the service account."
  }
}

run "a_whole_namespace_and_names_that_look_alike" {
  variables {
    service_accounts = {
      for key in ["team-a/*", "team-a/all", "team-a/my.app", "team-a/my-app", "a/b-c", "a-b/c"] :
      key => { images = ["my-registry.cn-hangzhou.cr.aliyuncs.com/team-a/*"] }
    }
  }
  assert {
    condition = toset(keys(alicloud_ram_role.pull)) == toset([
      "podpass-team-a.all.namespace", "podpass-team-a.all", "podpass-team-a.my-app.620f999b2f", "podpass-team-a.my-app", "podpass-a.b-c", "podpass-a-b.c"
    ])
    error_message = "The names are not those of podpass trust: ${join(", ", keys(alicloud_ram_role.pull))}"
  }
  assert {
    condition = jsondecode(alicloud_ram_role.pull["podpass-team-a.all.namespace"].assume_role_policy_document).Statement[0].Condition == {
      StringEquals = { "oidc:iss" = ["https://oidc.example.com/a"], "oidc:aud" = ["sts.aliyuncs.com"] }
      StringLike   = { "oidc:sub" = ["system:serviceaccount:team-a:*"] }
    }
    error_message = "The issuer and the audience are compared in full, and a namespace by a pattern."
  }
  assert {
    condition     = !strcontains(alicloud_ram_role.pull["podpass-team-a.all"].assume_role_policy_document, "StringLike")
    error_message = "A pattern is for a whole namespace, and for nothing else."
  }
  assert {
    condition     = length(distinct([for policy in alicloud_ram_policy.pull : policy.policy_name])) == 6
    error_message = "Two policies have the same name."
  }
}

run "a_part_with_the_name_of_a_role" {
  command = plan
  variables {
    service_accounts = { for key in ["a/app", "a/app-2"] : key => { images = ["my-registry.cn-hangzhou.cr.aliyuncs.com/x"] } }
    parts            = { "*" = { b = "2" } }
  }
  expect_failures = [output.annotations]
}

run "a_cluster_without_a_fingerprint" {
  command = plan
  variables {
    existing_oidc_providers = []
  }
  expect_failures = [alicloud_ims_oidc_provider.cluster]
}

run "a_tag" {
  command = plan
  variables {
    service_accounts = { "team-a/app" = { images = ["my-registry.cn-hangzhou.cr.aliyuncs.com/team-a/app:v1"] } }
  }
  expect_failures = [var.service_accounts]
}

run "an_instance_that_is_not_named" {
  command = plan
  variables {
    service_accounts = { "team-a/app" = { images = ["other-registry.cn-hangzhou.cr.aliyuncs.com/team-a/app"] } }
  }
  expect_failures = [var.service_accounts]
}

run "an_unknown_cluster" {
  command = plan
  variables {
    service_accounts = { "team-a/app" = { images = ["my-registry.cn-hangzhou.cr.aliyuncs.com/x"], clusters = ["c"] } }
  }
  expect_failures = [var.service_accounts]
}
