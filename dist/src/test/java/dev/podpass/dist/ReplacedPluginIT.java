// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.BindingServer;
import dev.podpass.testkit.ExamplePulls;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.kubelet.AnswerReader;
import dev.podpass.testkit.kubelet.PluginAnswer;
import dev.podpass.testkit.kubelet.PluginRequest;
import dev.podpass.testkit.kubelet.PluginRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Podpass under the name of a cloud's own plugin, with that plugin's arguments. */
class ReplacedPluginIT {
  private static final String ECR = "ecr-credential-provider";
  private static final String GAR = "auth-provider-gcp";
  private static final String ACR = "acr-credential-provider";

  @AutoClose private final FakeClouds clouds = ExampleWorld.start();
  private final BuiltProgram podpass = new BuiltProgram(clouds);

  @Test
  void theVariableOfEcrsPluginNamesTheRole() {
    PluginRequest request =
        PluginRequest.forImage(ExampleWorld.IMAGE).token(clouds.issuer().token().mint());
    BuiltProgram named = podpass.with("AWS_ECR_ROLE_ARN", ExampleWorld.ROLE);

    PluginAnswer answer =
        named.runAs(ECR, request, "get-credentials").answer(AnswerReader.of(request));

    assertThat(answer.auth()).hasSize(1);
    assertThat(clouds.aws().sessions()).hasSize(1);
    FailureContract.assertFails(clouds, named.run(request), 78, "no identity");
  }

  @Test
  void podpassOwnVariableCountsMoreThanThatOfEcrsPlugin() {
    BuiltProgram other =
        podpass.with("AWS_ECR_ROLE_ARN", "arn:aws:iam::123456789012:role/not-there");

    PluginRequest bare =
        PluginRequest.forImage(ExampleWorld.IMAGE).token(clouds.issuer().token().mint());
    assertThat(
            other
                .with("PODPASS_ECR_ROLE_ARN", ExampleWorld.ROLE)
                .runAs(ECR, bare)
                .answer(AnswerReader.of(bare))
                .auth())
        .hasSize(1);
  }

  @Test
  void theIssuerAndProjectOfGooglesPluginAreThePool() {
    PluginRequest request =
        PluginRequest.forImage(ExampleWorld.GAR_IMAGE)
            .token(clouds.issuer().token().audience(ExampleWorld.GKE_POOL).mint())
            .annotation("iam.gke.io/enable-wi-image-pull", "true");
    String[] arguments = {
      "get-credentials",
      "--identity-provider=" + clouds.issuer().url(),
      "--project-id",
      "my-project",
      "-v=2"
    };

    PluginAnswer answer = podpass.runAs(GAR, request, arguments).answer(AnswerReader.of(request));

    assertThat(answer.auth()).containsOnlyKeys("us-docker.pkg.dev");
    assertThat(clouds.gcp().tokens()).hasSize(1);
  }

  @Test
  void withoutTheOptInOfGooglesPluginThereIsNoIdentity() {
    PluginRequest request =
        PluginRequest.forImage(ExampleWorld.GAR_IMAGE)
            .token(clouds.issuer().token().audience(ExampleWorld.GKE_POOL).mint());

    FailureContract.assertFails(
        clouds,
        podpass.runAs(
            GAR,
            request,
            "get-credentials",
            "--identity-provider=" + clouds.issuer().url(),
            "--project-id=my-project"),
        78,
        "iam.gke.io/enable-wi-image-pull");
    assertThat(clouds.received().requests()).isEmpty();
  }

  @Test
  void theFileAndTheMirrorsOfAzuresPluginAreUnderstood() throws IOException {
    PluginRequest request =
        PluginRequest.forImage("mcr.microsoft.com/oss/pause")
            .token(clouds.issuer().token().audience(ExampleWorld.AZURE_AUDIENCE).mint())
            .annotation(ExamplePulls.ACR_CLIENT, ExampleWorld.AZURE_CLIENT_ID);

    PluginAnswer answer =
        podpass
            .runAs(
                ACR,
                request,
                azureConfig().toString(),
                "--registry-mirror=mcr.microsoft.com:" + ExampleWorld.ACR_REGISTRY)
            .answer(AnswerReader.of(request));

    assertThat(answer.auth()).containsOnlyKeys("mcr.microsoft.com");
    String password = answer.loginsFor("mcr.microsoft.com/oss/pause").getFirst().password();
    assertThat(clouds.azure().refreshToken(password)).isPresent();
  }

  @Test
  void theIdentityBindingsOfAzuresPluginAreUnderstood() throws IOException {
    BindingServer server = BindingServer.in(clouds);
    PluginRequest request =
        PluginRequest.forImage(ExampleWorld.ACR_IMAGE)
            .token(clouds.issuer().token().audience(BindingServer.AUDIENCE).mint());

    PluginAnswer answer =
        podpass
            .runAs(
                ACR,
                request,
                azureConfig().toString(),
                "--ib-sni-name=" + BindingServer.NAME,
                "--ib-apiserver-ip=" + server.address(),
                "--ib-default-client-id",
                ExampleWorld.AZURE_CLIENT_ID,
                "--acr-identity-binding-ca=" + server.caFile())
            .answer(AnswerReader.of(request));

    assertThat(answer.auth()).containsOnlyKeys(ExampleWorld.ACR_REGISTRY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        GAR + "|--authFlow=dockercfg|--authFlow=dockercfg of auth-provider-gcp has no counterpart",
        GAR
            + "|--identity-provider=https://x|--identity-provider of auth-provider-gcp is given"
            + " without --project-id",
        GAR + "|--project-id|--project-id of auth-provider-gcp has no value",
        GAR + "|--project-id=|--project-id of auth-provider-gcp is empty",
        GAR + "|--other=1|unknown option --other",
        ACR + "|--registry-mirror=a.example|must be SOURCE:TARGET",
        ACR
            + "|--registry-mirror=a.example:b.example|serves the registry b.example"
            + " (--registry-mirror)",
        ACR
            + "|--ib-apiserver-ip=https://10.0.0.4|(--ib-apiserver-ip): must be an IP address or a"
            + " name",
        ECR + "|--ib-sni-name=x|unknown option",
        "podpass-acr|--ib-sni-name=x|unknown option"
      })
  void whatCannotBeUnderstoodIsOneLine(String name, String argument, String because) {
    PluginRequest request = ExamplePulls.acr(clouds.issuer().token());

    FailureContract.assertFails(clouds, podpass.runAs(name, request, argument), 64, because);
    assertThat(clouds.received().requests()).isEmpty();
  }

  @Test
  void bothNamesOfAnOptionAreAContradiction() {
    FailureContract.assertFails(
        clouds,
        podpass.runAs(
            ACR,
            ExamplePulls.acr(clouds.issuer().token()),
            "--ib-sni-name=a.example",
            "--acr-identity-binding-sni=b.example"),
        64,
        "--ib-sni-name of acr-credential-provider and --acr-identity-binding-sni are the same");
  }

  @Test
  void explainShowsWhatEachArgumentMeans() throws IOException {
    Path config = azureConfig();

    PluginRun run =
        podpass.runAs(
            ACR,
            PluginRequest.forImage("unread"),
            "explain",
            "mcr.microsoft.com/oss/pause",
            config.toString(),
            "--registry-mirror",
            "mcr.microsoft.com:" + ExampleWorld.ACR_REGISTRY,
            "--annotation=" + ExamplePulls.ACR_CLIENT + "=" + ExampleWorld.AZURE_CLIENT_ID,
            "-v=4");

    assertThat(run.stderr()).isEmpty();
    assertThat(new String(run.stdout(), UTF_8))
        .startsWith("understood as acr-credential-provider\n")
        .containsPattern(config + " +--acr-azure-config=" + config)
        .containsPattern(
            "--registry-mirror +--mirror=mcr.microsoft.com=" + ExampleWorld.ACR_REGISTRY)
        .containsPattern("-v=4 +no effect")
        .containsPattern("source +--registry-mirror");
  }

  private Path azureConfig() throws IOException {
    return Files.writeString(
        clouds.directory().resolve("azure.json"),
        "{\"cloud\": \"AzurePublicCloud\", \"tenantId\": \"%s\"}"
            .formatted(ExampleWorld.AZURE_TENANT));
  }
}
