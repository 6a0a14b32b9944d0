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
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.Faults;
import dev.podpass.testkit.net.TlsConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Azure Container Registry with identity bindings of AKS. */
class AcrIdentityBindingIT {
  private static final String CLIENT = ExamplePulls.ACR_CLIENT;
  private static final String NAME = BindingServer.NAME;
  private static final String REGISTRY = ExampleWorld.ACR_REGISTRY;

  @AutoClose private final FakeClouds clouds = ExampleWorld.start();
  private final BindingServer server = BindingServer.in(clouds);
  private final BuiltProgram podpass = new BuiltProgram(clouds);

  @Test
  void thePodsTokenGoesToTheClusterAloneAndTheRestThroughTheProxy() {
    PluginRequest request = annotated();

    PluginRun run = run(request);

    assertAdmits(run.answer(AnswerReader.of(request)));
    assertThat(run.stderr()).isEmpty();
    assertThat(clouds.received().tlsConnectionsTo(NAME))
        .extracting(TlsConnection::serverName)
        .containsExactly(Optional.of(NAME));
    assertThat(clouds.received().proxyRequests())
        .extracting(asked -> asked.target())
        .containsExactly(REGISTRY + ":443");
  }

  @Test
  void variablesAndADefaultClientDoAsWell() {
    PluginRequest request = request();

    PluginAnswer answer =
        podpass
            .with("PODPASS_ACR_IDENTITY_BINDING_SNI", NAME)
            .with("PODPASS_ACR_IDENTITY_BINDING_SERVER", "localhost:" + server.port())
            .with("PODPASS_ACR_IDENTITY_BINDING_CA", server.caFile().toString())
            .with("PODPASS_ACR_CLIENT_ID", ExampleWorld.AZURE_CLIENT_ID)
            .run(request)
            .answer(AnswerReader.of(request));

    assertAdmits(answer);
  }

  @Test
  void aCaOfAnotherServerIsRefusedBeforeAnythingIsSent() {
    FailureContract.assertFails(
        clouds,
        podpass.run(
            annotated(),
            "--acr-identity-binding-sni=" + NAME,
            "--acr-identity-binding-server=" + server.address(),
            "--acr-identity-binding-ca=" + clouds.caFile()),
        78,
        "on 127.0.0.1 failed: its certificate is not trusted by " + clouds.caFile(),
        "compare --acr-identity-binding-sni");
    assertThat(clouds.received().requestsTo(NAME)).isEmpty();
  }

  @Test
  void aTokenForEntraIdIsNotSent() {
    PluginRequest request = ExamplePulls.acr(clouds.issuer().token());

    FailureContract.assertFails(
        clouds,
        run(request),
        78,
        "has the audience %s; this registry needs exactly %s"
            .formatted(ExampleWorld.AZURE_AUDIENCE, BindingServer.AUDIENCE));
    assertThat(clouds.received().requests()).isEmpty();
  }

  @Test
  void aServiceAccountWithoutTheRightIsToldTheVerb() {
    server.bindings().allowNobody();

    FailureContract.assertFails(
        clouds, run(annotated()), 77, "HTTP 403", "team-a/app", "use-managed-identity");
    assertThat(clouds.azure().accessTokens()).isEmpty();
  }

  @Test
  void anErrorThatEchoesTheTokenShowsNoSecret() {
    PluginRequest request = annotated();
    clouds.misbehave(
        NAME,
        Faults.instead(
            Answer.of(
                400, "text/plain", "bad assertion " + clouds.issuer().token().mint() + " sent")));

    FailureContract.assertFails(clouds, run(request), 78, "HTTP 400: bad assertion [secret] sent");
  }

  @Test
  void aPartOfTheOptionsIsAnErrorAndNothingIsSent() {
    FailureContract.assertFails(
        clouds,
        podpass.run(annotated(), "--acr-identity-binding-sni=" + NAME),
        64,
        "--acr-identity-binding-sni is set without --acr-identity-binding-server");
    FailureContract.assertFails(
        clouds,
        podpass.run(annotated(), "--acr-identity-binding-server=https://10.0.0.4"),
        64,
        "--acr-identity-binding-server",
        "must be an IP address or a name");
    assertThat(clouds.received().requests()).isEmpty();
  }

  @Test
  void explainShowsWhereTheTokenGoes() {
    PluginRun run =
        podpass.run(
            new byte[0],
            options(
                    "explain",
                    ExampleWorld.ACR_IMAGE,
                    "--annotation=" + CLIENT + "=" + ExampleWorld.AZURE_CLIENT_ID)
                .toArray(String[]::new));

    assertThat(run.exitCode()).isZero();
    assertThat(new String(run.stdout(), UTF_8))
        .contains("https://" + NAME, "127.0.0.1", server.caFile().toString())
        .containsPattern("serviceAccountTokenAudience +api://AKSIdentityBinding")
        .doesNotContain("login.microsoftonline.com", "acr-tenant-id");
    assertThat(clouds.received().requests()).isEmpty();
  }

  @Test
  void configAndRbacAreForTheClustersAudienceAndLintAgrees() throws IOException {
    String config = output("config", "--providers=acr");
    Path file = Files.writeString(clouds.directory().resolve("config.yaml"), config);

    assertThat(config)
        .contains("serviceAccountTokenAudience: api://AKSIdentityBinding", CLIENT)
        .contains("--acr-identity-binding-server=" + server.address())
        .doesNotContain("acr-tenant-id");
    assertThat(output("rbac", "--providers=acr"))
        .contains("api://AKSIdentityBinding")
        .doesNotContain("AzureADTokenExchange");
    assertThat(lint(file)).contains("nothing is wrong");
    Files.writeString(
        file, config.replace("api://AKSIdentityBinding", "api://AzureADTokenExchange"));
    assertThat(lint(file)).contains("podpass needs api://AKSIdentityBinding with these args");
  }

  @Test
  void lintTellsOfAksOwnEntry() throws IOException {
    String stock =
        """
        - name: acr-credential-provider
          apiVersion: credentialprovider.kubelet.k8s.io/v1
          defaultCacheDuration: 10m
          matchImages: ["*.azurecr.io"]
          tokenAttributes:
            serviceAccountTokenAudience: api://AKSIdentityBinding
            cacheType: ServiceAccount
            requireServiceAccount: false
          args: [/etc/kubernetes/azure.json, --ib-sni-name=%s, --ib-apiserver-ip=10.0.0.4]
        """
            .formatted(NAME);
    Path file =
        Files.writeString(
            clouds.directory().resolve("both.yaml"),
            output("config", "--providers=acr") + stock.indent(2));

    assertThat(lint(file))
        .contains(
            "--acr-identity-binding-server is %s in podpass-acr, but AKS's own entry"
                    .formatted(server.address())
                + " acr-credential-provider has 10.0.0.4");
  }

  @Test
  void aMergeTakesOverWhatAksOwnEntryHas() throws IOException {
    Path file =
        Files.writeString(
            clouds.directory().resolve("stock.yaml"),
            """
            apiVersion: kubelet.config.k8s.io/v1
            kind: CredentialProviderConfig
            providers:
            - name: acr-credential-provider
              apiVersion: credentialprovider.kubelet.k8s.io/v1
              defaultCacheDuration: 10m
              matchImages: ["*.azurecr.io", mcr.microsoft.com]
              args: [/etc/kubernetes/azure.json, --ib-sni-name=%s, --ib-apiserver-ip=%s,
                --ib-default-client-id=%s, "--registry-mirror=mcr.microsoft.com:a.azurecr.io"]
            """
                .formatted(NAME, server.address(), ExampleWorld.AZURE_CLIENT_ID));
    String[] merge = {
      "config", "merge", "--providers=acr", "--replace=acr-credential-provider", file.toString()
    };

    assertThat(podpass.run(new byte[0], merge).exitCode()).isZero();

    assertThat(Files.readString(file))
        .contains("--acr-identity-binding-sni=" + NAME)
        .contains("--acr-identity-binding-server=" + server.address())
        .contains("--acr-client-id=" + ExampleWorld.AZURE_CLIENT_ID)
        .contains("--mirror=mcr.microsoft.com=a.azurecr.io", "- mcr.microsoft.com")
        .contains("serviceAccountTokenAudience: api://AKSIdentityBinding")
        .doesNotContain("--ib-", "acr-tenant-id", "--registry-mirror");
    assertThat(lint(file)).contains("nothing is wrong");
    assertThat(new String(podpass.run(new byte[0], merge).stdout(), UTF_8))
        .contains("nothing changed");
  }

  private String output(String... command) {
    PluginRun run = podpass.run(new byte[0], options(command).toArray(String[]::new));
    assertThat(run.exitCode()).as(run.stderr()).isZero();
    return new String(run.stdout(), UTF_8);
  }

  private String lint(Path file) {
    return new String(podpass.run(new byte[0], "config", "lint", file.toString()).stdout(), UTF_8);
  }

  private PluginRun run(PluginRequest request) {
    return podpass.run(request, options().toArray(String[]::new));
  }

  private List<String> options(String... first) {
    return Stream.concat(
            Stream.of(first),
            Stream.of(
                "--acr-identity-binding-sni=" + NAME,
                "--acr-identity-binding-server=" + server.address(),
                "--acr-identity-binding-ca=" + server.caFile()))
        .toList();
  }

  private PluginRequest annotated() {
    return request().annotation(CLIENT, ExampleWorld.AZURE_CLIENT_ID);
  }

  private PluginRequest request() {
    return PluginRequest.forImage(ExampleWorld.ACR_IMAGE)
        .token(clouds.issuer().token().audience(BindingServer.AUDIENCE).mint());
  }

  private void assertAdmits(PluginAnswer answer) {
    assertThat(answer.auth()).containsOnlyKeys(REGISTRY);
    String password = answer.loginsFor(ExampleWorld.ACR_IMAGE).getFirst().password();
    assertThat(clouds.azure().refreshToken(password).orElseThrow().identity().clientId())
        .isEqualTo(ExampleWorld.AZURE_CLIENT_ID);
  }
}
