// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.core.testing.TrustTrial;
import dev.podpass.provider.gar.GarOptions;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.trust.TrustRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the scripts do with gcloud is tried in {@code conformance/trust}. */
class GarTrustTest {
  private static final String IMAGE = "us-docker.pkg.dev/my-project/apps/api";

  private final TrustTrial pool =
      TrustTrial.of(new GarTrust())
          .with(
              GarOptions.AUDIENCE,
              "//iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/clusters"
                  + "/providers/eks-1");

  @ParameterizedTest
  @CsvSource({
    "us-docker.pkg.dev/my-project/apps/api, my-project, us, apps",
    "europe-west1-docker.pkg.dev/my-project/apps/api, my-project, europe-west1, apps",
    "docker.us-east1.rep.pkg.dev/my-project/apps/api, my-project, us-east1, apps",
    "eu.gcr.io/my-project/api, my-project, europe, eu.gcr.io",
    "us-docker.pkg.dev/example.com/my-project/apps/api, example.com:my-project, us, apps",
    "gcr.io/example.com/my-project/api, example.com:my-project, us, gcr.io"
  })
  void letsThePrincipalIntoTheRepository(
      String image, String project, String location, String name) {
    String repositories = "repositories='%s,%s,%s'\n".formatted(project, location, name);
    assertThat(pool.shell(image))
        .contains(
            "pool='clusters'\n",
            "pool_number='123456789012'\n",
            "provider='eks-1'\n",
            repositories);
    assertThat(pool.removal(image)).contains(repositories);
  }

  @Test
  void theModuleHasTheClusterByTheNameOfItsProvider() {
    assertThat(pool.terraform(IMAGE))
        .isEqualTo(
            """
            module "podpass_gar" {
              source = "github.com/podpass/podpass//deploy/terraform/gar?ref=v1.2.3"

              project = "123456789012"
              pool    = "clusters"
              clusters = {
                eks-1 = "https://oidc.example.com/cluster"
              }
              service_accounts = {
                "team-a/app" = {
                  images = ["us-docker.pkg.dev/my-project/apps/api"]
                }
              }
            }
            """);
  }

  @Test
  void bindsTheServiceAccountThatIsToBeImpersonated() {
    TrustTrial settings =
        pool.with(GarOptions.SERVICE_ACCOUNT, "a@my-project.iam.gserviceaccount.com");
    settings = settings.with(GarOptions.TOKEN_AUDIENCE, "pulls");

    assertThat(settings.terraform(IMAGE))
        .contains(
            "  audience = \"pulls\"\n",
            "      impersonate = \"a@my-project.iam.gserviceaccount.com\"\n");
    assertThat(settings.shell(IMAGE))
        .contains(
            "allowed_audiences='pulls'\n", "account='a@my-project.iam.gserviceaccount.com'\n");
  }

  @Test
  void thePoolOfGkeIsThereAlready() {
    TrustTrial gke =
        TrustTrial.of(new GarTrust())
            .with(
                GarOptions.AUDIENCE,
                "identitynamespace:my-project.svc.id.goog:https://container.googleapis.com/v1/c");
    String image = "gcr.io/my-project/api";

    assertThat(gke.guide().issuer(gke.settings()))
        .contains(new Sourced<>("https://container.googleapis.com/v1/c", "test"));
    assertThat(pool.guide().issuer(pool.settings())).isEmpty();
    assertThat(gke.shell(image))
        .contains("pool='my-project.svc.id.goog'\n", "pool_number=''\n", "provider=''\n");
    assertThat(gke.terraform(image)).contains("  project = \"my-project\"\n");
    TrustTrial impersonating =
        gke.with(GarOptions.SERVICE_ACCOUNT, "a@my-project.iam.gserviceaccount.com");
    assertThat(impersonating.shell(image))
        .contains("account='a@my-project.iam.gserviceaccount.com'\n", "annotation=''\n");
    assertThat(
            impersonating.with(GarOptions.SERVICE_ACCOUNT_ANNOTATIONS, "x.example/a").shell(image))
        .contains("annotation='x.example/a'\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://kubernetes.default.svc.cluster.local",
        "https://10.0.0.1",
        "https://localhost:6443"
      })
  void theKeysOfAnIssuerThatGoogleCannotReachAreUploaded(String issuer) {
    TrustTrial here = pool.issuedBy(issuer);

    here.refuses("Google Cloud cannot fetch the keys of the issuer " + issuer, IMAGE);
    assertThat(here.trust(IMAGE).with(List.of("upload_keys=yes")).shell())
        .contains("upload_keys='yes'\n");
    assertThat(here.removal(IMAGE)).contains("upload_keys=''\n");
  }

  @Test
  void asksForTheNameOfTheProvider() {
    TrustTrial.of(new GarTrust())
        .refuses("no workload identity pool provider is named", "gcr.io/my-project/api");
  }

  /** The module has attributes for it, which other mappings of a pool's provider may lack. */
  @Test
  void aNamespaceIsTrustedByThePoolOfGkeOrTheModule() {
    TrustTrial namespace = pool.as(TrustRequest.ALL);

    namespace.refuses("there is no script for team-a/*", IMAGE);
    assertThat(namespace.terraform(IMAGE)).contains("    \"team-a/*\" = {\n");
  }

  @Test
  void asksForARepository() {
    pool.refuses("does not contain a repository", "us-docker.pkg.dev/example.com/my-project");
  }
}
