// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.podpass.testkit.kubelet.Plugin;
import dev.podpass.testkit.kubelet.PluginRun;
import dev.podpass.testkit.oidc.FakeIssuer;
import dev.podpass.testkit.oidc.PublishedIssuer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServeTest {

  @Test
  void printsAShellScriptThatLeadsThere() throws Exception {
    try (FakeClouds clouds = FakeClouds.start()) {
      ExampleWorld.addTo(clouds);
      var out = new ByteArrayOutputStream();
      Serve.describe(clouds, new PrintStream(out, true, StandardCharsets.UTF_8));

      List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
      assertThat(lines)
          .allMatch(line -> line.startsWith("# ") || line.startsWith("export "))
          .contains(
              "# proxy     " + clouds.proxy(),
              "# issuer    " + clouds.issuer().url(),
              "export HTTPS_PROXY=" + clouds.proxy(),
              "export SSL_CERT_FILE=" + clouds.caFile());
      String token = Files.readString(clouds.directory().resolve("token"));
      assertThat(clouds.plantedSecrets()).contains(token);
      Map<String, Object> request =
          JSONObjectUtils.parse(Files.readString(clouds.directory().resolve("request.json")));
      assertThat(request)
          .containsEntry("serviceAccountToken", token)
          .containsEntry("image", ExampleWorld.IMAGE);
      Map<String, Object> azure =
          JSONObjectUtils.parse(Files.readString(clouds.directory().resolve("acr-request.json")));
      assertThat(azure)
          .containsEntry(
              "serviceAccountToken", Files.readString(clouds.directory().resolve("acr-token")))
          .containsEntry("image", ExampleWorld.ACR_IMAGE);
    }
  }

  @Test
  void acceptsARealClustersTokensAsWell() throws Exception {
    try (FakeClouds clouds = FakeClouds.start();
        FakeClouds cluster = FakeClouds.start()) {
      ExampleWorld.addTo(clouds);
      FakeIssuer issuer = cluster.newIssuer(URI.create("https://kubernetes.default.svc"));
      Path jwks = issuer.writeJwks(cluster.directory().resolve("jwks.json"));

      Serve.accept(clouds, PublishedIssuer.of(issuer.url(), jwks));

      assertThat(assumeRole(clouds, issuer.token().mint())).startsWith("HTTP/1.1 200 ");
      assertThat(assumeRole(clouds, clouds.issuer().token().mint())).startsWith("HTTP/1.1 200 ");
      assertThat(entraToken(clouds, issuer)).startsWith("HTTP/1.1 200 ");
      assertThat(entraToken(clouds, clouds.issuer())).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void servesUntilItsInputIsClosed() {
    Plugin serve =
        Plugin.of(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Serve.class.getName()),
            Map.of());

    PluginRun run = serve.run(new byte[0]);

    assertThat(run.stderr()).isEmpty();
    assertThat(run.exitCode()).isZero();
    String caFile =
        new String(run.stdout(), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> line.startsWith("export SSL_CERT_FILE="))
            .map(line -> line.substring("export SSL_CERT_FILE=".length()))
            .findFirst()
            .orElseThrow();
    assertThat(Path.of(caFile)).doesNotExist();
  }

  private static String assumeRole(FakeClouds clouds, String token) throws Exception {
    String host = "sts.us-east-1.amazonaws.com";
    String form =
        "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleSessionName=s2&RoleArn="
            + ExampleWorld.ROLE
            + "&WebIdentityToken="
            + token;
    try (WireClient client = WireClient.to(clouds, host)) {
      return client
          .post(host, "/", form, "Content-Type: application/x-www-form-urlencoded")
          .readHead();
    }
  }

  private static String entraToken(FakeClouds clouds, FakeIssuer issuer) throws Exception {
    String host = "login.microsoftonline.com";
    String form =
        "grant_type=client_credentials&scope=https://containerregistry.azure.net/.default"
            + "&client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
            + "&client_id="
            + ExampleWorld.AZURE_CLIENT_ID
            + "&client_assertion="
            + issuer.token().audience(ExampleWorld.AZURE_AUDIENCE).mint();
    try (WireClient client = WireClient.to(clouds, host)) {
      return client
          .post(
              host,
              "/" + ExampleWorld.AZURE_TENANT + "/oauth2/v2.0/token",
              form,
              "Content-Type: application/x-www-form-urlencoded")
          .readHead();
    }
  }
}
