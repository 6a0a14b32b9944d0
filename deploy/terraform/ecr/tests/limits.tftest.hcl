mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
  mock_data "aws_iam_openid_connect_provider" {
    defaults = { client_id_list = ["vault"] }
  }
}

variables {
  clusters         = { a = "https://oidc.example.com/a", b = "https://oidc.example.com/b" }
  service_accounts = { "team-a/app" = { images = ["123456789012.dkr.ecr.eu-west-1.amazonaws.com/team-a/app"] } }
}

run "one_role_for_few_clusters" {
  assert {
    condition = jsondecode(aws_iam_role.pull["podpass-team-a_app"].assume_role_policy).Statement == [
      for cluster in ["a", "b"] : {
        Effect    = "Allow"
        Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/oidc.example.com/${cluster}" }
        Action    = "sts:AssumeRoleWithWebIdentity"
        Condition = {
          StringEquals = {
            "oidc.example.com/${cluster}:aud" = "sts.amazonaws.com"
            "oidc.example.com/${cluster}:sub" = ["system:serviceaccount:team-a:app"]
          }
        }
      }
    ]
    error_message = "The role trusts not exactly the service account of each cluster."
  }
  assert {
    condition = jsondecode(aws_iam_role_policy.pull["podpass-team-a_app"].policy).Statement[1] == {
      Effect   = "Allow"
      Action   = ["ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"]
      Resource = ["arn:aws:ecr:eu-west-1:123456789012:repository/team-a/app"]
    }
    error_message = "The role may pull anything else than the image."
  }
  assert {
    condition     = jsonencode(output.config_options) == jsonencode({ a = ["--providers=ecr"], b = ["--providers=ecr"] })
    error_message = "The options are not those of podpass config."
  }
}

run "a_role_for_every_few_clusters_where_there_are_thirty" {
  variables {
    clusters = { for number in [10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39] : "c${number}" => "https://oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCD${number}" }
    parts    = { "*" = { for number in [14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39] : "c${number}" => "${(number - 6 - (number - 6) % 4) / 4}" } }
  }
  assert {
    condition     = length(aws_iam_role.pull) == 8 && alltrue([for role in aws_iam_role.pull : length(role.assume_role_policy) <= 2048])
    error_message = "Thirty clusters need ${length(aws_iam_role.pull)} roles, not 8, four clusters each."
  }
  assert {
    condition     = alltrue([for cluster in keys(var.clusters) : contains(keys(output.annotations[cluster]), "team-a/app")])
    error_message = "A cluster has no annotation for the service account."
  }
}

run "more_clusters_than_a_trust_policy_takes" {
  command = plan
  variables {
    clusters = { for number in [10, 11, 12, 13, 14, 15, 16, 17, 18, 19] : "c${number}" => "https://oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCD${number}" }
  }
  expect_failures = [aws_iam_role.pull]
}

run "a_cluster_less_moves_no_other" {
  variables {
    clusters = { for name in ["c10", "c12", "c14"] : name => "https://oidc.example.com/${name}" }
    parts    = { "*" = { c14 = "2" } }
  }
  assert {
    condition     = strcontains(aws_iam_role.pull["podpass-team-a_app-2"].assume_role_policy, "c14")
    error_message = "c14 is not trusted by its part."
  }
  assert {
    condition     = !strcontains(aws_iam_role.pull["podpass-team-a_app"].assume_role_policy, "c14") && !strcontains(aws_iam_role.pull["podpass-team-a_app-2"].assume_role_policy, "c12")
    error_message = "A cluster is trusted by another part, too."
  }
}

run "a_part_with_the_name_of_a_role" {
  command = plan
  variables {
    service_accounts = { for key in ["shop/worker", "shop/worker-2"] : key => { images = ["123456789012.dkr.ecr.eu-west-1.amazonaws.com/x"] } }
    parts            = { "*" = { b = "2" } }
  }
  expect_failures = [output.annotations]
}

run "roles_that_differ_in_case" {
  command = plan
  variables {
    service_accounts = {
      "a/x" = { images = ["123456789012.dkr.ecr.eu-west-1.amazonaws.com/x"], role = "web" }
      "b/x" = { images = ["123456789012.dkr.ecr.eu-west-1.amazonaws.com/x"], role = "Web" }
    }
  }
  expect_failures = [output.annotations]
}

run "the_role_of_another_service_account" {
  command = plan
  variables {
    service_accounts = {
      "a/app" = { images = ["123456789012.dkr.ecr.eu-west-1.amazonaws.com/secret"] }
      "b/x"   = { images = ["123456789012.dkr.ecr.eu-west-1.amazonaws.com/y"], role = "podpass-a_app" }
    }
  }
  expect_failures = [output.annotations]
}

run "a_role_of_many" {
  variables {
    trust_policy_limit = 4096
    clusters           = { a = "https://oidc.example.com/a" }
    service_accounts   = { for number in [100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 113, 114, 115, 116, 117, 118, 119, 120, 121, 122, 123, 124, 125, 126, 127, 128, 129, 130, 131, 132, 133, 134, 135, 136, 137, 138, 139, 140, 141, 142, 143, 144, 145, 146, 147, 148, 149, 150, 151, 152, 153, 154, 155, 156, 157, 158, 159] : "checkout/payments-${number}" => { images = ["123456789012.dkr.ecr.eu-west-1.amazonaws.com/x"], role = "web" } }
  }
  assert {
    condition     = length(aws_iam_role.pull["web"].description) == 1000
    error_message = "IAM takes a description of 1,000 characters, not of ${length(aws_iam_role.pull["web"].description)}."
  }
}

run "no_cluster" {
  command = plan
  variables {
    clusters = {}
  }
  assert {
    condition     = length(aws_iam_role.pull) == 0
    error_message = "There is a role that trusts nothing."
  }
}

run "an_issuer_with_a_port" {
  command = plan
  variables {
    clusters = { a = "https://oidc.example.com:8443/a" }
  }
  expect_failures = [var.clusters]
}

run "issuers_that_iam_takes_for_one" {
  command = plan
  variables {
    clusters = { a = "https://oidc.example.com/a", b = "https://oidc.example.com/a/" }
  }
  expect_failures = [var.clusters]
}

run "an_existing_provider_of_no_cluster" {
  command = plan
  variables {
    existing_oidc_providers = ["aa"]
  }
  expect_failures = [var.existing_oidc_providers]
}

run "a_path_without_slashes" {
  command = plan
  variables {
    role_path = "team"
  }
  expect_failures = [var.role_path]
}

run "an_image_that_ends_in_a_slash" {
  command = plan
  variables {
    service_accounts = { "a/x" = { images = ["123456789012.dkr.ecr.eu-west-1.amazonaws.com/x/"] } }
  }
  expect_failures = [var.service_accounts]
}

run "a_part_of_no_cluster" {
  command = plan
  variables {
    parts = { "*" = { c = "2" } }
  }
  expect_failures = [var.parts]
}

run "a_whole_namespace_and_names_that_look_alike" {
  variables {
    service_accounts = {
      for key in ["team-a/*", "team-a/all", "team-a/my.app", "team-a/my-app", "a/b-c", "a-b/c"] :
      key => { images = ["123456789012.dkr.ecr.eu-west-1.amazonaws.com/team-a/*"] }
    }
  }
  assert {
    condition = toset(keys(aws_iam_role.pull)) == toset([
      "podpass-team-a_all_", "podpass-team-a_all", "podpass-team-a_my-app_620f999b2f", "podpass-team-a_my-app", "podpass-a_b-c", "podpass-a-b_c"
    ])
    error_message = "The names are not those of podpass trust: ${join(", ", keys(aws_iam_role.pull))}"
  }
  assert {
    condition = jsondecode(aws_iam_role.pull["podpass-team-a_all_"].assume_role_policy).Statement[0].Condition == {
      StringEquals = { "oidc.example.com/a:aud" = "sts.amazonaws.com" }
      StringLike   = { "oidc.example.com/a:sub" = ["system:serviceaccount:team-a:*"] }
    }
    error_message = "The audience is not compared in full, or a namespace not by a pattern."
  }
  assert {
    condition     = strcontains(aws_iam_role.pull["podpass-team-a_all_"].assume_role_policy, "StringLike") && !strcontains(aws_iam_role.pull["podpass-team-a_all"].assume_role_policy, "StringLike")
    error_message = "A pattern is for a whole namespace, and for nothing else."
  }
}

run "an_existing_provider_without_the_audience" {
  command = plan
  variables {
    existing_oidc_providers = ["a"]
  }
  expect_failures = [data.aws_iam_openid_connect_provider.cluster]
}

run "a_tag" {
  command = plan
  variables {
    service_accounts = { "team-a/app" = { images = ["123456789012.dkr.ecr.eu-west-1.amazonaws.com/team-a/app:v1"] } }
  }
  expect_failures = [var.service_accounts]
}

run "an_unknown_cluster" {
  command = plan
  variables {
    service_accounts = { "team-a/app" = { images = ["123456789012.dkr.ecr.eu-west-1.amazonaws.com/x"], clusters = ["c"] } }
  }
  expect_failures = [var.service_accounts]
}

run "a_pattern_of_another_account" {
  command = plan
  variables {
    service_accounts = { "team-a/app" = { images = ["444455556666.dkr.ecr.eu-west-1.amazonaws.com/base/*"] } }
  }
  expect_failures = [output.repository_statements]
}
