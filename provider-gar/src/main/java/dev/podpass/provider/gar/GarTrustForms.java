// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

/** The scripts of {@link GarTrust}, in parts. */
final class GarTrustForms {
  static final String SHELL_HEAD =
      """
      #!/bin/sh
      # Lets tokens of @NAMESPACE@/@ACCOUNT@ pull @IMAGE@.
      set -eu
      """;

  static final String SHELL_POOL =
      SHELL_HEAD
          + """

          # Once for each issuer. If Google cannot reach it, add --jwk-json-path=jwks.json.
          gcloud iam workload-identity-pools describe @POOL@ --project=@POOL_PROJECT@ --location=global > /dev/null 2>&1 ||
            gcloud iam workload-identity-pools create @POOL@ --project=@POOL_PROJECT@ --location=global
          gcloud iam workload-identity-pools providers describe @PROVIDER@ --project=@POOL_PROJECT@ --location=global \\
              --workload-identity-pool=@POOL@ > /dev/null 2>&1 ||
            gcloud iam workload-identity-pools providers create-oidc @PROVIDER@ --project=@POOL_PROJECT@ --location=global \\
              --workload-identity-pool=@POOL@ --issuer-uri=@ISSUER@ \\
              --attribute-mapping=google.subject=assertion.sub
          """;

  static final String SHELL_DIRECT =
      """

      gcloud artifacts repositories add-iam-policy-binding @REPOSITORY@ --project=@PROJECT@ --location=@LOCATION@ \\
        --role=roles/artifactregistry.reader \\
        --member=@PRINCIPAL@
      """;

  static final String SHELL_IMPERSONATION =
      """

      gcloud artifacts repositories add-iam-policy-binding @REPOSITORY@ --project=@PROJECT@ --location=@LOCATION@ \\
        --role=roles/artifactregistry.reader \\
        --member=serviceAccount:@EMAIL@
      gcloud iam service-accounts add-iam-policy-binding @EMAIL@ \\
        --role=roles/iam.workloadIdentityUser \\
        --member=@PRINCIPAL@

      kubectl -n @NAMESPACE@ annotate --overwrite serviceaccount @ACCOUNT@ @ANNOTATION@=@EMAIL@
      """;

  static final String TERRAFORM_HEAD =
      """
      # Lets tokens of @NAMESPACE@/@ACCOUNT@ pull @IMAGE@.
      """;

  static final String TERRAFORM_POOL =
      TERRAFORM_HEAD
          + """

          # Once for each issuer; import them if they are there already.
          resource "google_iam_workload_identity_pool" "clusters" {
            project                   = "@POOL_PROJECT@"
            workload_identity_pool_id = "@POOL@"
          }

          resource "google_iam_workload_identity_pool_provider" "cluster" {
            project                            = "@POOL_PROJECT@"
            workload_identity_pool_id          = google_iam_workload_identity_pool.clusters.workload_identity_pool_id
            workload_identity_pool_provider_id = "@PROVIDER@"
            attribute_mapping                  = { "google.subject" = "assertion.sub" }
            oidc {
              issuer_uri = "@ISSUER@"
            }
          }
          """;

  static final String TERRAFORM_DIRECT =
      """

      resource "google_artifact_registry_repository_iam_member" "@RESOURCE@" {
        project    = "@PROJECT@"
        location   = "@LOCATION@"
        repository = "@REPOSITORY@"
        role       = "roles/artifactregistry.reader"
        member     = "@PRINCIPAL@"
      }
      """;

  static final String TERRAFORM_IMPERSONATION =
      """

      resource "google_artifact_registry_repository_iam_member" "@RESOURCE@" {
        project    = "@PROJECT@"
        location   = "@LOCATION@"
        repository = "@REPOSITORY@"
        role       = "roles/artifactregistry.reader"
        member     = "serviceAccount:@EMAIL@"
      }

      resource "google_service_account_iam_member" "@RESOURCE@" {
        service_account_id = "projects/-/serviceAccounts/@EMAIL@"
        role               = "roles/iam.workloadIdentityUser"
        member             = "@PRINCIPAL@"
      }

      # kubectl -n @NAMESPACE@ annotate --overwrite serviceaccount @ACCOUNT@ @ANNOTATION@=@EMAIL@
      """;

  private GarTrustForms() {}

  /** A provider takes its own name for an audience unless it is told others. */
  static String withAudience(String form, boolean another) {
    return another
        ? form.replace(
                "--attribute-mapping=google.subject=assertion.sub",
                "--attribute-mapping=google.subject=assertion.sub --allowed-audiences=@AUDIENCE@")
            .replace(
                "    issuer_uri = \"@ISSUER@\"\n",
                "    issuer_uri        = \"@ISSUER@\"\n    allowed_audiences = [\"@AUDIENCE@\"]\n")
        : form;
  }
}
