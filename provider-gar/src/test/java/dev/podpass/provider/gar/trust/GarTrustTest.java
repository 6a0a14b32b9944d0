// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.provider.gar.GarOptions;
import dev.podpass.spi.FallbackPolicy;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.trust.TrustGuide;
import dev.podpass.spi.trust.TrustRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the scripts do with gcloud is tried in {@code conformance/trust}. */
class GarTrustTest {
  private static final String IMAGE = "us-docker.pkg.dev/my-project/apps/api";

  private final TrustGuide guide = new GarTrust();
  private final ProviderSettings pool =
      with(
          ProviderSettings.with(FallbackPolicy.STRICT),
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
    assertThat(shell(request(pool, image)))
        .contains(
            "pool='clusters'\n",
            "pool_number='123456789012'\n",
            "provider='eks-1'\n",
            repositories);
    assertThat(removal(request(pool, image))).contains(repositories);
  }

  @Test
  void theModuleHasTheClusterByTheNameOfItsProvider() {
    assertThat(terraform(request(pool, IMAGE)))
        .isEqualTo(
            """
            module "podpass_gar" {
              source = "github.com/podpass/podpass//deploy/terraform/gar"

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
    ProviderSettings settings =
        with(pool, GarOptions.SERVICE_ACCOUNT, "a@my-project.iam.gserviceaccount.com");
    settings = with(settings, GarOptions.TOKEN_AUDIENCE, "pulls");

    assertThat(terraform(request(settings, IMAGE)))
        .contains(
            "  audience = \"pulls\"\n",
            "      impersonate = \"a@my-project.iam.gserviceaccount.com\"\n");
    assertThat(shell(request(settings, IMAGE)))
        .contains(
            "allowed_audiences='pulls'\n", "account='a@my-project.iam.gserviceaccount.com'\n");
  }

  @Test
  void thePoolOfGkeIsThereAlready() {
    ProviderSettings gke =
        with(
            ProviderSettings.with(FallbackPolicy.STRICT),
            GarOptions.AUDIENCE,
            "identitynamespace:my-project.svc.id.goog:https://container.googleapis.com/v1/c");
    TrustRequest request = request(gke, "gcr.io/my-project/api");

    assertThat(shell(request))
        .contains("pool='my-project.svc.id.goog'\n", "pool_number=''\n", "provider=''\n");
    assertThat(terraform(request)).contains("  project = \"my-project\"\n");
    assertThatThrownBy(() ->
            shell(
                request(
                    with(gke, GarOptions.SERVICE_ACCOUNT, "a@my-project.iam.gserviceaccount.com"),
                    "gcr.io/my-project/api")))
        .hasMessageContaining("podpass reads no annotation for a service account to impersonate");
  }

  @Test
  void asksForTheNameOfTheProvider() {
    assertThatThrownBy(() ->
            shell(request(ProviderSettings.with(FallbackPolicy.STRICT), "gcr.io/my-project/api")))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("no workload identity pool provider is named");
  }

  @Test
  void asksForARepository() {
    assertThatThrownBy(() -> shell(request(pool, "us-docker.pkg.dev/example.com/my-project")))
        .hasMessageContaining("does not contain a repository");
  }

  private String shell(TrustRequest request) {
    return guide.trust(request).shell();
  }

  private String removal(TrustRequest request) {
    return guide.trust(request).removal();
  }

  private String terraform(TrustRequest request) {
    return guide.trust(request).terraform();
  }

  private static ProviderSettings with(
      ProviderSettings settings, ProviderOption<?> option, String value) {
    return settings.set(option, new Sourced<>(value, "test"));
  }

  private static TrustRequest request(ProviderSettings settings, String image) {
    return new TrustRequest(
        "https://oidc.example.com/cluster",
        "team-a",
        "app",
        List.of(ImageReference.parse(image)),
        settings);
  }
}
