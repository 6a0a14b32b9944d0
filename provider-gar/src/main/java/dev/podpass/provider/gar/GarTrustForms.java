// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

/** The script templates of {@link GarTrust}, in parts. */
final class GarTrustForms {
  private static final String SHELL_HEAD =
      """
      #!/bin/sh
      # Lets tokens of @NAMESPACE@/@ACCOUNT@ pull @IMAGE@.
      set -eu
      """;

  private static final String SHELL_POOL =
      SHELL_HEAD
          + """

          # Once for each issuer. If Google cannot reach it, add --jwk-json-path=jwks.json.
          gcloud iam workload-identity-pools describe @POOL@ --project=@POOL_PROJECT@ --location=global > /dev/null 2>&1 ||
            gcloud iam workload-identity-pools create @POOL@ --project=@POOL_PROJECT@ --location=global

          # The pool is for this issuer alone. The member below names the pool and the subject: with another issuer in
          # the pool, the service account of that name in another cluster would have the same access.
          providers=$(gcloud iam workload-identity-pools providers list --project=@POOL_PROJECT@ --location=global \\
            --workload-identity-pool=@POOL@ "--format=value(name.basename())")
          case "$providers" in
            '')
              gcloud iam workload-identity-pools providers create-oidc @PROVIDER@ --project=@POOL_PROJECT@ --location=global \\
                --workload-identity-pool=@POOL@ --issuer-uri=@ISSUER@ \\
                --attribute-mapping=google.subject=assertion.sub
              ;;
            @PROVIDER@)
              issuer=$(gcloud iam workload-identity-pools providers describe @PROVIDER@ --project=@POOL_PROJECT@ --location=global \\
                --workload-identity-pool=@POOL@ "--format=value(oidc.issuerUri)")
              if [ "$issuer" != @ISSUER@ ]; then
                echo "the provider @PROVIDER@ of the pool @POOL@ has the issuer $issuer, not @ISSUER@: choose another pool" >&2
                exit 1
              fi
              ;;
            *)
              echo "the pool @POOL@ has other providers than @PROVIDER@:" $providers ": choose a pool for this issuer alone" >&2
              exit 1
              ;;
          esac
          """;

  private static final String SHELL_DIRECT =
      """

      gcloud artifacts repositories add-iam-policy-binding @REPOSITORY@ --project=@PROJECT@ --location=@LOCATION@ \\
        --role=roles/artifactregistry.reader \\
        --member=@PRINCIPAL@
      """;

  private static final String SHELL_IMPERSONATION =
      """

      gcloud artifacts repositories add-iam-policy-binding @REPOSITORY@ --project=@PROJECT@ --location=@LOCATION@ \\
        --role=roles/artifactregistry.reader \\
        --member=serviceAccount:@EMAIL@
      gcloud iam service-accounts add-iam-policy-binding @EMAIL@ \\
        --role=roles/iam.workloadIdentityUser \\
        --member=@PRINCIPAL@

      kubectl -n @NAMESPACE@ annotate --overwrite serviceaccount @ACCOUNT@ @ANNOTATION@=@EMAIL@
      """;

  private static final String TERRAFORM_HEAD =
      """
      # Lets tokens of @NAMESPACE@/@ACCOUNT@ pull @IMAGE@.
      """;

  private static final String TERRAFORM_POOL =
      TERRAFORM_HEAD
          + """

          # Once for each issuer, and the pool is for this issuer alone: the member below names the pool and the subject, so
          # with another issuer in the pool, the service account of that name in another cluster would have the same
          # access. If the pool is there already, import it only if it has no other provider, and that one this issuer.
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

  private static final String TERRAFORM_DIRECT =
      """

      resource "google_artifact_registry_repository_iam_member" "@RESOURCE@" {
        project    = "@PROJECT@"
        location   = "@LOCATION@"
        repository = "@REPOSITORY@"
        role       = "roles/artifactregistry.reader"
        member     = "@PRINCIPAL@"
      }
      """;

  private static final String TERRAFORM_IMPERSONATION =
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

  static final Parts SHELL = new Parts(SHELL_HEAD, SHELL_POOL, SHELL_DIRECT, SHELL_IMPERSONATION);

  static final Parts TERRAFORM =
      new Parts(TERRAFORM_HEAD, TERRAFORM_POOL, TERRAFORM_DIRECT, TERRAFORM_IMPERSONATION);

  private GarTrustForms() {}

  /** Adds the audience to a template, because a provider accepts only its own name by default. */
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

  /**
   * The parts of one script.
   *
   * @param head the start if the pool already exists
   * @param pool the start if the pool must be created
   * @param direct the end for direct access
   * @param impersonation the end for impersonation
   */
  record Parts(String head, String pool, String direct, String impersonation) {}
}
