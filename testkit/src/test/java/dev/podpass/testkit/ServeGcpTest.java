// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.oidc.FakeIssuer;
import dev.podpass.testkit.oidc.PublishedIssuer;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ServeGcpTest {
  @AutoClose private final FakeClouds clouds = FakeClouds.start();

  ServeGcpTest() {
    ExampleWorld.addTo(clouds);
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
