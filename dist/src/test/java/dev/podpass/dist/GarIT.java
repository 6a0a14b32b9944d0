// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.ExamplePulls;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.kubelet.AnswerReader;
import dev.podpass.testkit.kubelet.CacheKeyType;
import dev.podpass.testkit.kubelet.Login;
import dev.podpass.testkit.kubelet.PluginAnswer;
import dev.podpass.testkit.kubelet.PluginRequest;
import dev.podpass.testkit.kubelet.PluginRun;
import dev.podpass.testkit.oidc.PodToken;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Google Artifact Registry: good requests, bad ones, and bad clouds. */
class GarIT {
  private static final String IAM = "iamcredentials.googleapis.com";

  @AutoClose private final FakeClouds clouds = ExampleWorld.start();
  private final BuiltProgram podpass = new BuiltProgram(clouds);

  @Tag("smoke")
  @ParameterizedTest
  @CsvSource({
    "us-docker.pkg.dev/my-project/apps/api",
    "europe-west12-docker.pkg.dev/my-project/apps/api:v1",
    "docker.us-east4.rep.pkg.dev/my-project/apps/api",
    "gcr.io/my-project/api",
    "eu.gcr.io/my-project/api"
  })
  void theFederatedTokenIsTheCredentialOfThatHost(String image) {
    PluginRequest request = request(image);

    PluginRun run = podpass.run(request, "--provider=gar");
    PluginAnswer answer = run.answer(AnswerReader.of(request));

    assertAdmits(answer, image);
    assertThat(run.stderr()).isEmpty();
    assertThat(clouds.received().requests()).hasSize(1);
  }

  @Test
  void theTokenOfAnImpersonatedServiceAccountIsTheCredential() {
    PluginRequest request = impersonating(ExampleWorld.GAR_IMAGE);

    PluginRun run = podpass.run(request);

    assertAdmits(run.answer(AnswerReader.of(request)), ExampleWorld.GAR_IMAGE);
    assertThat(clouds.gcp().tokens().getLast().principal())
        .isEqualTo("serviceAccount:" + ExampleWorld.GCP_SERVICE_ACCOUNT);
    assertThat(run.stderr()).isEmpty();
    assertThat(clouds.received().requests()).hasSize(2);
  }

  @Test
  void pullsAsTheNodeWithoutATokenIfTheOperatorSaysSo() {
    PluginRequest request = PluginRequest.forImage(ExampleWorld.GAR_IMAGE);

    PluginAnswer answer =
        podpass.run(request, "--without-token=node").answer(AnswerReader.of(request));

    assertAdmits(answer, ExampleWorld.GAR_IMAGE);
    assertThat(clouds.gcp().tokens().getLast().principal())
        .isEqualTo("serviceAccount:" + ExampleWorld.GCP_NODE_ACCOUNT);
  }

  @Test
  void tellsOnStderrWhatItDoesWithoutASecret() {
    PluginRequest request = impersonating(ExampleWorld.GAR_IMAGE);

    PluginRun run = podpass.run(request, "--log-level=debug");

    assertThat(run.answer(AnswerReader.of(request)).auth()).hasSize(1);
    assertThat(run.stderr()).contains("generateAccessToken", ExampleWorld.GCP_SERVICE_ACCOUNT);
    Contract.assertNoSecrets(clouds, run.stderr());
  }

  @ParameterizedTest
  @CsvSource({
    "us-docker.pkg.dev.evil.example/p/r/i",
    "evil-us-docker.pkg.dev/p/r/i",
    "evilgcr.io/p/i",
    "marketplace.gcr.io/p/i"
  })
  void aHostThatOnlyLooksLikeOneIsSentNothing(String image) {
    PluginRun run = podpass.run(request(image));

    assertFails(
        run, 65, "no provider serves the registry " + image.substring(0, image.indexOf('/')));
    assertThat(clouds.received().requests()).isEmpty();
  }

  @Test
  void anImpersonationThatIsNotAllowedNeverFallsBack() {
    PluginRequest request = ExamplePulls.gar(token().serviceAccount("team-b", "other"));

    PluginRun run = podpass.run(request, "--without-token=node", "--without-identity=node");

    assertFails(run, 77, IAM, "PERMISSION_DENIED (HTTP 403)", "roles/iam.workloadIdentityUser");
    assertThat(clouds.received().requests()).hasSize(2);
  }

  private void assertAdmits(PluginAnswer answer, String image) {
    List<Login> logins = answer.loginsFor(image.replaceAll(":v1|:1.0", ""));
    assertThat(logins).hasSize(1);
    assertThat(answer.auth()).containsOnlyKeys(image.substring(0, image.indexOf('/')));
    assertThat(
            clouds
                .gcp()
                .passwords()
                .admit(logins.getFirst().username(), logins.getFirst().password()))
        .isPresent();
    assertThat(answer.cacheKeyType()).isEqualTo(CacheKeyType.REGISTRY);
    assertThat(answer.cacheDuration().orElseThrow())
        .isBetween(Duration.ofMinutes(48), Duration.ofMinutes(55));
  }

  private PluginRequest request(String image) {
    return PluginRequest.forImage(image).token(token().audience(ExampleWorld.GCP_PROVIDER).mint());
  }

  private PluginRequest impersonating(String image) {
    return ExamplePulls.gar(image, token());
  }

  private PodToken token() {
    return clouds.issuer().token();
  }

  private void assertFails(PluginRun run, int status, String... because) {
    Contract.assertFails(clouds, run, status, because);
  }
}
