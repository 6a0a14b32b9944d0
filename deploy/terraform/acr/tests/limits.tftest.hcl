mock_provider "azurerm" {}

variables {
  resource_group   = "podpass"
  location         = "westeurope"
  clusters         = { for number in [10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39] : "c${number}" => "https://oidc.example.com/${number}/" }
  registries       = { "myregistry.azurecr.io" = { id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerRegistry/registries/myregistry" } }
  service_accounts = { "team-a/app" = { images = ["myregistry.azurecr.io/apps/api", "myregistry.azurecr.io/apps/web"] } }
  parts            = { "*" = { for number in [30, 31, 32, 33, 34, 35, 36, 37, 38, 39] : "c${number}" => "2" } }
}

run "a_second_identity_where_one_is_full" {
  assert {
    condition     = toset(keys(azurerm_user_assigned_identity.pull)) == toset(["podpass-team-a_app", "podpass-team-a_app-2"])
    error_message = "Thirty clusters need two identities, not ${join(", ", keys(azurerm_user_assigned_identity.pull))}."
  }
  assert {
    condition     = [for name in ["podpass-team-a_app", "podpass-team-a_app-2"] : length([for each in values(local.credential) : each if each.identity == name])] == [20, 10]
    error_message = "The federated credentials are not divided into twenty and ten."
  }
  assert {
    condition     = local.credential["c10 team-a/app"].identity == "podpass-team-a_app" && local.credential["c39 team-a/app"].identity == "podpass-team-a_app-2"
    error_message = "A cluster's credential is another identity's."
  }
  assert {
    condition     = alltrue([for cluster in keys(var.clusters) : keys(output.annotations[cluster]["team-a/app"]) == ["kubernetes.azure.com/acr-client-id", "kubernetes.azure.com/acr-tenant-id"]])
    error_message = "A cluster lacks an annotation of the service account."
  }
  assert {
    condition     = length(azurerm_role_assignment.pull) == 2 && alltrue([for role in azurerm_role_assignment.pull : role.role_definition_name == "AcrPull"])
    error_message = "Each identity needs AcrPull, once."
  }
}

run "more_credentials_than_an_identity_takes" {
  command = plan
  variables {
    parts = {}
  }
  expect_failures = [azurerm_user_assigned_identity.pull]
}

run "a_part_with_the_name_of_an_identity" {
  command = plan
  variables {
    service_accounts = { for key in ["a/app", "a/app-2"] : key => { images = ["myregistry.azurecr.io/apps"] } }
  }
  expect_failures = [output.annotations]
}

run "the_identity_of_another_service_account" {
  command = plan
  variables {
    service_accounts = {
      "a/app" = { images = ["myregistry.azurecr.io/secret"], clusters = ["c10"] }
      "b/x"   = { images = ["myregistry.azurecr.io/y"], clusters = ["c10"], identity = "podpass-a_app" }
    }
  }
  expect_failures = [output.annotations]
}

run "another_cloud" {
  variables {
    audience = "api://AzureADTokenExchangeUSGov"
  }
  assert {
    condition     = output.config_options["c10"] == ["--providers=acr", "--acr-cloud=us-government"]
    error_message = "The options are another cloud's: ${join(" ", output.config_options["c10"])}."
  }
}

run "a_registry_in_abac_mode" {
  variables {
    registries = { "myregistry.azurecr.io" = { id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerRegistry/registries/myregistry", abac = true } }
  }
  assert {
    condition     = alltrue([for role in azurerm_role_assignment.pull : role.role_definition_name == "Container Registry Repository Reader"])
    error_message = "A registry in ABAC mode does not honour AcrPull."
  }
}

run "acr_pull_in_abac_mode" {
  command = plan
  variables {
    registries = { "myregistry.azurecr.io" = { id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerRegistry/registries/myregistry", abac = true, role = "AcrPull" } }
  }
  expect_failures = [azurerm_role_assignment.pull]
}

run "a_whole_namespace" {
  command = plan
  variables {
    service_accounts = { "team-a/*" = { images = ["myregistry.azurecr.io/apps"] } }
  }
  expect_failures = [var.service_accounts]
}

run "a_registry_that_is_not_named" {
  command = plan
  variables {
    service_accounts = { "team-a/app" = { images = ["another.azurecr.io/apps"] } }
  }
  expect_failures = [var.service_accounts]
}

run "another_registry_of_the_same_name" {
  command = plan
  variables {
    service_accounts = { "team-a/app" = { images = ["myregistry-a1b2c3.azurecr.io/apps"] } }
  }
  expect_failures = [var.service_accounts]
}

run "another_cloud_s_registry_of_the_same_name" {
  command = plan
  variables {
    service_accounts = { "team-a/app" = { images = ["myregistry.azurecr.cn/apps"] } }
  }
  expect_failures = [var.service_accounts]
}

run "the_id_of_another_registry" {
  command = plan
  variables {
    registries = { "myregistry.azurecr.io" = { id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerRegistry/registries/another" } }
  }
  expect_failures = [var.registries]
}

run "a_replica_of_a_registry_with_a_domain_name_label" {
  command = plan
  variables {
    registries       = { "myregistry-a1b2c3.azurecr.io" = { id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerRegistry/registries/myRegistry" } }
    service_accounts = { "team-a/app" = { images = ["myregistry-a1b2c3.westeurope.geo.azurecr.io/apps", "myregistry-a1b2c3.azurecr.io/web"] } }
  }
  assert {
    condition     = length(azurerm_role_assignment.pull) == 2
    error_message = "Each identity needs one role at the registry."
  }
}
