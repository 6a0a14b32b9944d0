// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.testkit.BindingServer;
import dev.podpass.testkit.ExamplePulls;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.aws.RegistryPassword;
import dev.podpass.testkit.azure.Application;
import dev.podpass.testkit.azure.AzureCloud;
import dev.podpass.testkit.azure.FederatedCredential;
import dev.podpass.testkit.azure.Registry;
import dev.podpass.testkit.azure.Tenant;
import dev.podpass.testkit.kubelet.AnswerReader;
import dev.podpass.testkit.kubelet.CacheKeyType;
import dev.podpass.testkit.kubelet.Plugin;
import dev.podpass.testkit.kubelet.PluginAnswer;
import dev.podpass.testkit.kubelet.PluginRequest;
import dev.podpass.testkit.kubelet.PluginRun;
import dev.podpass.testkit.net.TlsConnection;
import dev.podpass.testkit.oidc.PodToken;
import dev.podpass.testkit.oidc.Signing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What options and annotations make of a pull: as whom, from which cloud, for what, how long. */
class PullOptionsIT {
  @AutoClose private final FakeClouds clouds = ExampleWorld.start();
  private final BuiltProgram podpass = new BuiltProgram(clouds);

  private PodToken token() {
    return clouds.issuer().token();
  }

  private PluginAnswer answer(PluginRequest request, String... options) {
    return podpass.run(request, options).answer(AnswerReader.of(request));
  }

  @Test
  void anAnswerForOneRepositoryIsForThatImageAlone() {
    PluginAnswer answer =
        answer(ExamplePulls.ecr(token()), "get-credentials", "--ecr-session-policy", "repository");

    assertThat(answer.cacheKeyType()).isEqualTo(CacheKeyType.IMAGE);
    RegistryPassword issued = clouds.aws().passwords().getFirst();
    String repository = "arn:aws:ecr:us-east-1:123456789012:repository/team-a/";
    assertThat(issued.session().allows("ecr:BatchGetImage", repository + "app")).isTrue();
    assertThat(issued.session().allows("ecr:BatchGetImage", repository + "b")).isFalse();
  }

  @Test
  void comeFromFlagsAFileAndTheEnvironment() throws IOException {
    Path file = Files.writeString(clouds.directory().resolve("args"), "--max-cache-duration=5m\n");
    PluginRequest request = PluginRequest.forImage(ExampleWorld.IMAGE).token(token().mint());

    PluginAnswer answer =
        podpass
            .with("PODPASS_ECR_ROLE_ARN", ExampleWorld.ROLE)
            .run(request, "@" + file, "--ecr-session-policy=repository")
            .answer(AnswerReader.of(request));

    assertThat(answer.cacheKeyType()).isEqualTo(CacheKeyType.IMAGE);
    assertThat(answer.cacheDuration().orElseThrow()).isLessThanOrEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void theOperatorsKeysVerifyTheToken() {
    Path jwks = clouds.issuer().writeJwks(clouds.directory().resolve("jwks.json"));
    PluginRequest request = ExamplePulls.ecr(token().signed(Signing.ES256));

    PluginAnswer answer =
        answer(request, "--token-jwks=" + jwks, "--token-issuer=" + clouds.issuer().url());

    assertThat(answer.auth()).hasSize(1);
  }

  /** Kubernetes 1.38 may sign with a key that no cloud accepts. */
  @Test
  void theOperatorIsWarnedOfKeysWhoseTokensWouldNotBeSent() throws IOException {
    Path jwks =
        Files.writeString(
            clouds.directory().resolve("jwks.json"),
            "{\"keys\":[{\"kty\":\"RSA\",\"alg\":\"RS256\",\"n\":\"AQAB\",\"e\":\"AQAB\"},"
                + "{\"kty\":\"AKP\",\"alg\":\"ML-DSA-65\",\"pub\":\"AQAB\"}]}");

    PluginRun trust =
        Plugin.of(
                BuiltProgram.command(
                    "trust",
                    "ecr",
                    "--issuer=https://oidc.example.com/c",
                    "--service-account=team-a/app",
                    "--image=" + ExampleWorld.IMAGE,
                    "--token-jwks=" + jwks),
                Map.of())
            .run(new byte[0]);

    assertThat(trust.stderr().lines())
        .singleElement()
        .asString()
        .startsWith("warning: keys in " + jwks + " sign with ML-DSA-65; the cloud accepts only ")
        .contains("; hint: give the API server a key of such an algorithm");
    assertThat(trust.stdout()).asString().startsWith("#!/bin/sh");
    assertThat(trust.exitCode()).isZero();
  }

  static Stream<Arguments> nodes() {
    return Stream.of(
        node(
            ExampleWorld.IMAGE,
            clouds -> clouds.aws().passwords().getLast().session().role().arn(),
            ExampleWorld.NODE_ROLE),
        node(
            ExampleWorld.GAR_IMAGE,
            clouds -> clouds.gcp().tokens().getLast().principal(),
            "serviceAccount:" + ExampleWorld.GCP_NODE_ACCOUNT),
        node(
            ExampleWorld.ACR_IMAGE,
            clouds -> clouds.azure().refreshTokens().getLast().identity().clientId(),
            ExampleWorld.AZURE_NODE_CLIENT_ID));
  }

  private static Arguments node(String image, Function<FakeClouds, String> identity, String node) {
    return argumentSet(image, image, identity, node);
  }

  @ParameterizedTest
  @MethodSource("nodes")
  void aPodWithoutATokenPullsAsTheNode(
      String image, Function<FakeClouds, String> identity, String node) {
    PluginAnswer answer =
        answer(
            PluginRequest.forImage(image),
            "--without-token=node",
            "--acr-tenant-id=" + ExampleWorld.AZURE_TENANT);

    assertThat(answer.auth()).hasSize(1);
    assertThat(identity.apply(clouds)).isEqualTo(node);
  }

  @Test
  void aPodWithoutAnIdentityPullsAsNobody() {
    PluginRequest request =
        PluginRequest.forImage("public.ecr.aws/nginx/nginx").token(token().mint());

    PluginAnswer answer = answer(request, "--without-identity=anonymous");

    assertThat(answer.auth()).isEmpty();
    assertThat(answer.cacheDuration()).contains(Duration.ZERO);
    assertThat(clouds.received().requests()).isEmpty();
  }

  static Stream<Arguments> logs() {
    return Stream.of(
        log(ExamplePulls::ecr, "connection host=sts.us-east-1.amazonaws.com protocol="),
        log(ExamplePulls::gar, "generateAccessToken"),
        log(ExamplePulls::acr, "/oauth2/exchange"));
  }

  private static Arguments log(Function<PodToken, PluginRequest> pull, String shown) {
    return argumentSet(shown, pull, shown);
  }

  @ParameterizedTest
  @MethodSource("logs")
  void aDebugLogHasNoSecret(Function<PodToken, PluginRequest> pull, String shown) {
    PluginRequest request = pull.apply(token());

    PluginRun run = podpass.run(request, "--log-level=debug");

    assertThat(run.answer(AnswerReader.of(request)).auth()).hasSize(1);
    assertThat(run.stderr().lines())
        .hasSizeGreaterThan(4)
        .allMatch(line -> line.startsWith("podpass: "))
        .anyMatch(line -> line.contains(shown))
        .anyMatch(line -> line.startsWith("podpass: info answered "));
    Contract.assertNoSecrets(clouds, run.stderr());
  }

  @ParameterizedTest
  @CsvSource({
    "azurecr.us, US_GOVERNMENT, login.microsoftonline.us, api://AzureADTokenExchangeUSGov",
    "azurecr.cn, CHINA, login.chinacloudapi.cn, api://AzureADTokenExchangeChina"
  })
  void aSovereignCloudsRegistryIsAskedForAtItsOwnAuthority(
      String suffix, AzureCloud cloud, String authority, String audience) {
    String host = "myregistry." + suffix;
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
    PluginRequest request =
        ExamplePulls.acr(host + "/apps/api", token()).token(token().audience(audience).mint());

    assertThat(answer(request).auth()).containsOnlyKeys(host);

    assertThat(clouds.received().requestsTo(authority)).isNotEmpty();
    assertThat(clouds.received().requestsTo("login.microsoftonline.com")).isEmpty();
  }

  @Test
  void workloadIdentitysAnnotationsAndAksConfigurationNameTheIdentity() throws IOException {
    Path config =
        Files.writeString(
            clouds.directory().resolve("azure.json"),
            """
            {"cloud": "AzurePublicCloud", "tenantId": "%s", "useManagedIdentityExtension": true}
            """
                .formatted(ExampleWorld.AZURE_TENANT));
    PluginRequest request =
        PluginRequest.forImage(ExampleWorld.ACR_IMAGE)
            .token(token().audience(ExampleWorld.AZURE_AUDIENCE).mint())
            .annotation("azure.workload.identity/client-id", ExampleWorld.AZURE_CLIENT_ID);

    PluginAnswer answer =
        answer(
            request,
            "--acr-azure-config=" + config,
            "--acr-client-id-annotation=azure.workload.identity/client-id");

    assertThat(answer.auth()).containsOnlyKeys(ExampleWorld.ACR_REGISTRY);
  }

  @Test
  void withAnIdentityBindingThePodsTokenGoesToTheClusterAndTheRestThroughTheProxy() {
    BindingServer server = BindingServer.in(clouds);
    PluginRequest request = bound();

    PluginRun run = podpass.run(request, server.options().toArray(String[]::new));

    assertThat(run.answer(AnswerReader.of(request)).auth())
        .containsOnlyKeys(ExampleWorld.ACR_REGISTRY);
    assertThat(run.stderr()).isEmpty();
    assertThat(clouds.received().tlsConnectionsTo(BindingServer.NAME))
        .extracting(TlsConnection::serverName)
        .containsExactly(Optional.of(BindingServer.NAME));
    assertThat(clouds.received().proxyRequests())
        .extracting(asked -> asked.target())
        .containsExactly(ExampleWorld.ACR_REGISTRY + ":443");
  }

  @Test
  void aCaOfAnotherServerIsRefusedBeforeAnythingIsSentToAnIdentityBinding() {
    BindingServer server = BindingServer.in(clouds);

    Contract.assertFails(
        clouds,
        podpass.run(
            bound(),
            "--acr-identity-binding-sni=" + BindingServer.NAME,
            "--acr-identity-binding-server=" + server.address(),
            "--acr-identity-binding-ca=" + clouds.caFile()),
        78,
        "on 127.0.0.1 failed: its certificate is not trusted by " + clouds.caFile(),
        "compare --acr-identity-binding-sni");
    assertThat(clouds.received().requestsTo(BindingServer.NAME)).isEmpty();
  }

  private PluginRequest bound() {
    return PluginRequest.forImage(ExampleWorld.ACR_IMAGE)
        .token(token().audience(BindingServer.AUDIENCE).mint())
        .annotation(ExamplePulls.ACR_CLIENT, ExampleWorld.AZURE_CLIENT_ID);
  }
}
