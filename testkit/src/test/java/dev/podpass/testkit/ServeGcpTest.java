// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.podpass.testkit.oidc.FakeIssuer;
import dev.podpass.testkit.oidc.PublishedIssuer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ServeGcpTest {
  @AutoClose private final FakeClouds clouds = FakeClouds.start();

  ServeGcpTest() {
    ExampleWorld.addTo(clouds);
  }

  @Test
  void leadsToArtifactRegistryToo() throws Exception {
    var out = new ByteArrayOutputStream();
    Serve.describe(clouds, new PrintStream(out, true, StandardCharsets.UTF_8));

    Path token = clouds.directory().resolve("gar-token");
    Path request = clouds.directory().resolve("gar-request.json");
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .contains(
            "# GAR provider         " + ExampleWorld.GCP_PROVIDER,
            "# GAR service account  " + ExampleWorld.GCP_SERVICE_ACCOUNT,
            "# GAR token            " + token,
            "# GAR request          " + request,
            "export GCE_METADATA_HOST=" + clouds.gceMetadata().getAuthority());
    assertThat(JSONObjectUtils.parse(Files.readString(request)))
        .containsEntry("serviceAccountToken", Files.readString(token))
        .containsEntry("image", ExampleWorld.GAR_IMAGE)
        .containsEntry(
            "serviceAccountAnnotations",
            Map.of("iam.gke.io/gcp-service-account", ExampleWorld.GCP_SERVICE_ACCOUNT));
    assertThat(exchange(ExampleWorld.GCP_PROVIDER, Files.readString(token)))
        .startsWith("HTTP/1.1 200 ");
  }

  @Test
  void acceptsARealClustersTokensAsWell() throws Exception {
    try (FakeClouds elsewhere = FakeClouds.start()) {
      FakeIssuer cluster = elsewhere.newIssuer(URI.create("https://kubernetes.default.svc"));
      Path jwks = cluster.writeJwks(elsewhere.directory().resolve("jwks.json"));

      Serve.accept(clouds, PublishedIssuer.of(cluster.url(), jwks));

      String served = ExampleWorld.GCP_PROVIDER + "-served";
      assertThat(exchange(served, cluster.token().audience(served).mint()))
          .startsWith("HTTP/1.1 200 ");
      assertThat(
              exchange(
                  "identitynamespace:" + ExampleWorld.GKE_POOL + ":" + cluster.url(),
                  cluster.token().audience(ExampleWorld.GKE_POOL).mint()))
          .startsWith("HTTP/1.1 200 ");
    }
  }

  private String exchange(String audience, String token) throws Exception {
    String host = "sts.googleapis.com";
    String form =
        "grant_type=urn:ietf:params:oauth:grant-type:token-exchange"
            + "&requested_token_type=urn:ietf:params:oauth:token-type:access_token"
            + "&subject_token_type=urn:ietf:params:oauth:token-type:jwt"
            + "&scope=https://www.googleapis.com/auth/cloud-platform&audience="
            + audience
            + "&subject_token="
            + token;
    try (WireClient client = WireClient.to(clouds, host)) {
      return client
          .post(host, "/v1/token", form, "Content-Type: application/x-www-form-urlencoded")
          .readHead();
    }
  }
}
