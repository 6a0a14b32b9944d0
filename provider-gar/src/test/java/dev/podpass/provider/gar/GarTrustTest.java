// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.failure.CredentialException;
import dev.podpass.image.ImageReference;
import dev.podpass.spi.FallbackPolicy;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.TrustGuide;
import dev.podpass.spi.TrustRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GarTrustTest {
  private static final String PRINCIPAL =
      "principal://iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/clusters"
          + "/subject/system:serviceaccount:team-a:app";

  @TempDir private Path folder;

  private final TrustGuide guide = new GarCredentialProvider().trust().orElseThrow();
  private final ProviderSettings pool =
      with(
          ProviderSettings.with(FallbackPolicy.STRICT),
          GarOptions.AUDIENCE,
          "//iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/clusters"
              + "/providers/eks-1");

  @ParameterizedTest
  @CsvSource({
    "us-docker.pkg.dev/my-project/apps/api, apps --project=my-project --location=us",
    "europe-west1-docker.pkg.dev/my-project/apps/api, apps --project=my-project"
        + " --location=europe-west1",
    "docker.us-east1.rep.pkg.dev/my-project/apps/api, apps --project=my-project"
        + " --location=us-east1",
    "eu.gcr.io/my-project/api, eu.gcr.io --project=my-project --location=europe"
  })
  void letsThePrincipalIntoTheRepository(String image, String repository) {
    assertThat(guide.shell(request(image, pool)))
        .contains(
            "create-oidc eks-1 --project=123456789012 --location=global",
            "--workload-identity-pool=clusters --issuer-uri=https://oidc.example.com/cluster",
            "add-iam-policy-binding " + repository,
            "--member=" + PRINCIPAL)
        .doesNotContain("allowed-audiences", "kubectl")
        .doesNotContainPattern("@[A-Z_]+@");
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', 0",
    "eks-1, https://oidc.example.com/cluster, 0",
    "eks-1, https://oidc.example.com/other, 1",
    "other, https://oidc.example.com/cluster, 1",
    "'eks-1 other', https://oidc.example.com/cluster, 1"
  })
  void aPoolIsForOneIssuer(String providers, String issuer, int status) throws Exception {
    Path gcloud =
        Files.writeString(
            folder.resolve("gcloud"),
            """
            #!/bin/sh
            echo "$*" >> calls
            case "$*" in
              *" list "*) printf '%%s\n' %s ;;
              *oidc.issuerUri*) echo "%s" ;;
            esac
            """
                .formatted(providers, issuer));
    Files.setPosixFilePermissions(gcloud, PosixFilePermissions.fromString("rwxr-xr-x"));
    ProcessBuilder script =
        new ProcessBuilder(
                "/bin/sh",
                "-c",
                guide.shell(request("us-docker.pkg.dev/my-project/apps/api", pool)))
            .directory(folder.toFile());
    script.environment().put("PATH", folder + ":/usr/bin:/bin");

    assertThat(script.start().waitFor()).isEqualTo(status);

    String calls = Files.readString(folder.resolve("calls"));
    assertThat(calls.contains("add-iam-policy-binding")).isEqualTo(status == 0);
    assertThat(calls.contains("create-oidc")).isEqualTo(providers.isEmpty());
  }

  @Test
  void bindsTheServiceAccountThatIsToBeImpersonated() {
    ProviderSettings settings =
        with(pool, GarOptions.SERVICE_ACCOUNT, "a@my-project.iam.gserviceaccount.com");
    settings = with(settings, GarOptions.TOKEN_AUDIENCE, "pulls");

    assertThat(guide.terraform(request("us-docker.pkg.dev/my-project/apps/api", settings)))
        .contains(
            "allowed_audiences = [\"pulls\"]",
            "member     = \"serviceAccount:a@my-project.iam.gserviceaccount.com\"",
            "member             = \"" + PRINCIPAL + "\"",
            "serviceaccount app"
                + " iam.gke.io/gcp-service-account=a@my-project.iam.gserviceaccount.com")
        .doesNotContainPattern("@[A-Z_]+@");
    assertThat(guide.shell(request("us-docker.pkg.dev/my-project/apps/api", settings)))
        .contains("--allowed-audiences=pulls", "roles/iam.workloadIdentityUser");
  }

  @Test
  void thePoolOfGkeIsThereAlready() {
    ProviderSettings gke =
        with(
            ProviderSettings.with(FallbackPolicy.STRICT),
            GarOptions.AUDIENCE,
            "identitynamespace:my-project.svc.id.goog:https://container.googleapis.com/v1/c");

    assertThatThrownBy(() -> guide.shell(request("gcr.io/my-project/api", gke)))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("its project's number");
    assertThat(
            guide.shell(
                request(
                    "gcr.io/my-project/api", with(gke, GarTrust.PROJECT_NUMBER, "123456789012"))))
        .contains(
            "principal://iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools"
                + "/my-project.svc.id.goog/subject/ns/team-a/sa/app")
        .doesNotContain("workload-identity-pools");
  }

  @Test
  void asksForTheNameOfTheProvider() {
    assertThatThrownBy(() ->
            guide.shell(
                request("gcr.io/my-project/api", ProviderSettings.with(FallbackPolicy.STRICT))))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("has no name yet");
  }

  private static ProviderSettings with(
      ProviderSettings settings, ProviderOption<?> option, String value) {
    return settings.set(option, new Sourced<>(value, "test"));
  }

  private static TrustRequest request(String image, ProviderSettings settings) {
    return new TrustRequest(
        "https://oidc.example.com/cluster", "team-a", "app", ImageReference.parse(image), settings);
  }
}
