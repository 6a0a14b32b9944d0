// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.testkit.ExamplePulls;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.azure.Application;
import dev.podpass.testkit.azure.AzureCloud;
import dev.podpass.testkit.azure.ChallengeFaults;
import dev.podpass.testkit.azure.FakeAzure;
import dev.podpass.testkit.azure.FederatedCredential;
import dev.podpass.testkit.azure.RefreshToken;
import dev.podpass.testkit.azure.Registry;
import dev.podpass.testkit.azure.Tenant;
import dev.podpass.testkit.kubelet.AnswerReader;
import dev.podpass.testkit.kubelet.CacheKeyType;
import dev.podpass.testkit.kubelet.Login;
import dev.podpass.testkit.kubelet.PluginAnswer;
import dev.podpass.testkit.kubelet.PluginRequest;
import dev.podpass.testkit.kubelet.PluginRun;
import dev.podpass.testkit.net.Fault;
import dev.podpass.testkit.net.ReceivedRequest;
import dev.podpass.testkit.oidc.PodToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Azure Container Registry: good requests, and bad ones. */
class AcrIT {
  private static final String ACR = ExampleWorld.ACR_REGISTRY;
  private static final String ENTRA = "login.microsoftonline.com";

  @AutoClose private final FakeClouds clouds = ExampleWorld.start();
  private final BuiltProgram podpass = new BuiltProgram(clouds);

  @Tag("smoke")
  @ParameterizedTest
  @ValueSource(strings = {"myregistry.azurecr.io", "myregistry.eastus2.geo.azurecr.io"})
  void theRefreshTokenIsTheCredentialOfTheImagesOwnHost(String host) {
    PluginRequest request = ExamplePulls.acr(host + "/apps/api:1.0", token());

    PluginRun run = podpass.run(request, "--provider=acr");

    assertAdmits(run.answer(AnswerReader.of(request)), host);
    assertThat(clouds.azure().refreshTokens().getLast().identity().clientId())
        .isEqualTo(ExampleWorld.AZURE_CLIENT_ID);
    assertThat(run.stderr()).isEmpty();
    assertThat(clouds.received().requestsTo(host)).hasSize(2);
    assertThat(clouds.received().requestsTo(ENTRA)).hasSizeBetween(1, 2);
  }

  @ParameterizedTest
  @CsvSource({
    "azurecr.us, US_GOVERNMENT, login.microsoftonline.us, api://AzureADTokenExchangeUSGov",
    "azurecr.cn, CHINA, login.chinacloudapi.cn, api://AzureADTokenExchangeChina"
  })
  void aSovereignCloudsRegistryIsAskedForAtItsOwnAuthority(
      String suffix, AzureCloud cloud, String authority, String audience) {
    String host = "myregistry." + suffix;
    addTo(cloud, host, audience);
    PluginRequest request =
        ExamplePulls.acr(host + "/apps/api", token()).token(token().audience(audience).mint());

    PluginAnswer answer = podpass.run(request).answer(AnswerReader.of(request));

    assertAdmits(answer, host);
    assertThat(clouds.received().requestsTo(authority)).isNotEmpty();
    assertThat(clouds.received().requestsTo(ENTRA)).isEmpty();
  }

  private void addTo(AzureCloud cloud, String host, String audience) {
    var azure = clouds.azure();
    azure.directory().put(Tenant.of(ExampleWorld.AZURE_TENANT).in(cloud));
    azure
        .directory()
        .put(
            Application.of(ExampleWorld.AZURE_CLIENT_ID, ExampleWorld.AZURE_TENANT)
                .trusting(
                    new FederatedCredential(
                        clouds.issuer().published(),
                        "system:serviceaccount:team-a:app",
                        audience)));
    azure.put(Registry.of(host, ExampleWorld.AZURE_TENANT).pulledBy(ExampleWorld.AZURE_CLIENT_ID));
  }

  @Test
  void workloadIdentitysAnnotationsAndAksConfigurationTellTheRest() throws IOException {
    Path config =
        Files.writeString(
            clouds.directory().resolve("azure.json"),
            """
            {"cloud": "AzurePublicCloud", "tenantId": "%s", "useManagedIdentityExtension": true}
            """
                .formatted(ExampleWorld.AZURE_TENANT));
    PluginRequest request =
        request(ExampleWorld.ACR_IMAGE)
            .annotation("azure.workload.identity/client-id", ExampleWorld.AZURE_CLIENT_ID);

    PluginAnswer answer =
        podpass
            .run(
                request,
                "--acr-azure-config=" + config,
                "--acr-client-id-annotation=azure.workload.identity/client-id")
            .answer(AnswerReader.of(request));

    assertAdmits(answer, ExampleWorld.ACR_REGISTRY);
  }

  @Test
  void pullsAsTheNodeWithoutATokenIfTheOperatorSaysSo() {
    PluginRequest request = PluginRequest.forImage(ExampleWorld.ACR_IMAGE);

    PluginAnswer answer =
        podpass
            .run(request, "--without-token=node", "--acr-tenant-id=" + ExampleWorld.AZURE_TENANT)
            .answer(AnswerReader.of(request));

    assertAdmits(answer, ExampleWorld.ACR_REGISTRY);
    assertThat(clouds.azure().refreshTokens().getLast().identity().clientId())
        .isEqualTo(ExampleWorld.AZURE_NODE_CLIENT_ID);
    assertThat(clouds.received().requestsTo(FakeAzure.METADATA_HOST)).hasSize(1);
  }

  @Test
  void tellsOnStderrWhatItDoesWithoutASecret() {
    PluginRequest request = ExamplePulls.acr(token());

    PluginRun run = podpass.run(request, "--log-level=debug");

    assertThat(run.answer(AnswerReader.of(request)).auth()).hasSize(1);
    assertThat(run.stderr()).contains("/oauth2/exchange", ExampleWorld.AZURE_CLIENT_ID);
    Contract.assertNoSecrets(clouds, run.stderr());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evilazurecr.io/apps/api",
        "azurecr.io/apps/api",
        "myregistry.azurecr.io.evil.example/apps/api",
        "myregistry.eastus.data.azurecr.io/apps/api",
        "my.registry.azurecr.io/apps/api",
        "myregistry.azurecr.io:8443/apps/api"
      })
  void aHostThatOnlyLooksLikeOneIsSentNothing(String image) {
    PluginRun run = podpass.run(ExamplePulls.acr(image, token()));

    Contract.assertFails(
        clouds,
        run,
        65,
        "no provider serves the registry " + image.substring(0, image.indexOf('/')));
    assertThat(clouds.received().requests()).isEmpty();
  }

  static Stream<Arguments> foreignChallenges() {
    return Stream.of(
        challenge("host", 77, ChallengeFaults.realm("https://elsewhere.example.com/oauth2/token")),
        challenge(
            "suffix", 77, ChallengeFaults.realm("https://" + ACR + ".evil.example/oauth2/token")),
        challenge("service", 77, ChallengeFaults.service("elsewhere.example.com")),
        challenge("no challenge", 69, ChallengeFaults.headers()));
  }

  private static Arguments challenge(String name, int status, Fault fault) {
    return argumentSet(name, status, fault);
  }

  @ParameterizedTest
  @MethodSource("foreignChallenges")
  void noTokenFollowsAForeignChallenge(int status, Fault fault) {
    clouds.misbehave(ACR, fault);

    Contract.assertFails(clouds, podpass.run(ExamplePulls.acr(token())), status, ACR);
    assertThat(clouds.received().requestsTo(ACR))
        .extracting(ReceivedRequest::path)
        .containsOnly("/v2/");
    assertThat(clouds.received().requestsTo("elsewhere.example.com")).isEmpty();
  }

  private void assertAdmits(PluginAnswer answer, String host) {
    assertThat(answer.auth()).containsOnlyKeys(host);
    List<Login> logins = answer.loginsFor(host + "/apps/api");
    assertThat(logins).hasSize(1);
    assertThat(logins.getFirst().username()).isEqualTo("00000000-0000-0000-0000-000000000000");
    RefreshToken issued = clouds.azure().refreshToken(logins.getFirst().password()).orElseThrow();
    assertThat(host.replaceFirst("\\.eastus2\\.geo\\.", ".")).isEqualTo(issued.registry());
    assertThat(answer.cacheKeyType()).isEqualTo(CacheKeyType.REGISTRY);
    assertThat(answer.cacheDuration().orElseThrow())
        .isBetween(Duration.ofMinutes(48), Duration.ofMinutes(175));
  }

  private PluginRequest request(String image) {
    return PluginRequest.forImage(image)
        .token(token().audience(ExampleWorld.AZURE_AUDIENCE).mint());
  }

  private PodToken token() {
    return clouds.issuer().token();
  }
}
