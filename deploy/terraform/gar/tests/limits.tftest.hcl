mock_provider "google" {
  mock_data "google_project" {
    defaults = { number = "123456789012" }
  }
}

variables {
  project = "my-project"
  clusters = {
    eks-1 = "https://oidc.example.com/1"
    gke-1 = "https://container.googleapis.com/v1/projects/my-gke/locations/europe-west1/clusters/one"
    gke-2 = "https://container.googleapis.com/v1/projects/my-gke/locations/europe-west1/clusters/two"
  }
  service_accounts = { "team-a/app" = { images = ["us-docker.pkg.dev/my-project/apps/api", "us-docker.pkg.dev/my-project/apps/web"] } }
}

run "one_grant_for_all_clusters_of_a_pool" {
  assert {
    condition = toset([for member in google_artifact_registry_repository_iam_member.pull : member.member]) == toset([
      "principal://iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/my-gke.svc.id.goog/subject/ns/team-a/sa/app",
      "principalSet://iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/podpass/attribute.service_account/system:serviceaccount:team-a:app",
    ])
    error_message = "The principals are not the service account's."
  }
  assert {
    condition     = length(google_artifact_registry_repository_iam_member.pull) == 2 && length(google_iam_workload_identity_pool_provider.cluster) == 1
    error_message = "Two images of one repository, or two clusters of one project, are granted twice."
  }
  assert {
    condition = jsonencode(output.config_options) == jsonencode({
      eks-1 = ["--providers=gar", "--gar-audience=//iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/podpass/providers/eks-1"]
      gke-1 = ["--providers=gar", "--gar-audience=identitynamespace:my-gke.svc.id.goog:https://container.googleapis.com/v1/projects/my-gke/locations/europe-west1/clusters/one"]
      gke-2 = ["--providers=gar", "--gar-audience=identitynamespace:my-gke.svc.id.goog:https://container.googleapis.com/v1/projects/my-gke/locations/europe-west1/clusters/two"]
    })
    error_message = "The options are not those of podpass config."
  }
}

run "one_cluster_alone" {
  variables {
    service_accounts = {
      "team-a/app" = { images = ["us-docker.pkg.dev/my-project/apps"], clusters = ["eks-1"] }
      "team-b/*"   = { images = ["docker.us-east1.rep.pkg.dev/my-project/apps"], clusters = ["eks-1"] }
    }
  }
  assert {
    condition = {
      for member in google_artifact_registry_repository_iam_member.pull : "${member.project}/${member.location}/${member.repository}" => member.member
      } == {
      "my-project/us/apps"       = "principal://iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/podpass/subject/eks-1:system:serviceaccount:team-a:app"
      "my-project/us-east1/apps" = "principalSet://iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/podpass/attribute.cluster_namespace/eks-1:team-b"
    }
    error_message = "A grant is for other clusters, too."
  }
}

run "impersonation_of_an_account_that_two_share" {
  variables {
    service_accounts = {
      for key in ["team-a/app", "team-b/job"] : key => { images = ["us-docker.pkg.dev/my-project/apps"], clusters = ["eks-1"], impersonate = "puller@my-project.iam.gserviceaccount.com" }
    }
  }
  assert {
    condition     = length(google_artifact_registry_repository_iam_member.pull) == 1 && length(google_service_account_iam_member.pull) == 2 && length(google_service_account.pull) == 0
    error_message = "The account has not one grant and two who impersonate it."
  }
  assert {
    condition     = output.annotations["eks-1"]["team-a/app"]["iam.gke.io/gcp-service-account"] == "puller@my-project.iam.gserviceaccount.com"
    error_message = "The annotation is not the account."
  }
}

run "a_subject_that_is_too_long" {
  command = plan
  variables {
    service_accounts = { "a-namespace-with-a-name-that-is-rather-long/a-service-account-with-a-name-that-is-longer-than-it-should-be-0123456789" = { images = ["us-docker.pkg.dev/my-project/apps"] } }
  }
  expect_failures = [google_iam_workload_identity_pool_provider.cluster]
}

run "no_repository" {
  command = plan
  variables {
    service_accounts = { "team-a/app" = { images = ["us-docker.pkg.dev/my-project"] } }
  }
  expect_failures = [var.service_accounts]
}

run "keys_of_no_cluster" {
  command = plan
  variables {
    jwks = { eks-2 = "{}" }
  }
  expect_failures = [var.jwks]
}

run "an_account_that_none_impersonates" {
  command = plan
  variables {
    create_google_service_accounts = ["pull@my-project.iam.gserviceaccount.com"]
  }
  expect_failures = [var.create_google_service_accounts]
}
