// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.kubelet.Plugin;
import dev.podpass.testkit.kubelet.PluginRun;
import dev.podpass.testkit.oidc.FakeIssuer;
import dev.podpass.testkit.oidc.PublishedIssuer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServeTest {

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
            .map(line -> line.substring("export SSL_CERT_FILE=".length()).replace("'", ""))
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
