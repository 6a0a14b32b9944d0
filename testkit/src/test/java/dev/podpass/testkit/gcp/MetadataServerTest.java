// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.WireClient;
import dev.podpass.testkit.net.Faults;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataServerTest {
  private static final String ACCOUNTS = "/computeMetadata/v1/instance/service-accounts/";
  private static final String FLAVOR = "Metadata-Flavor: Google";

  @AutoClose private final FakeClouds clouds = FakeClouds.start();

  MetadataServerTest() {
    ExampleWorld.addTo(clouds);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "default/token",
        "node@my-project.iam.gserviceaccount.com/token",
        "default/token?scopes=https://www.googleapis.com/auth/cloud-platform"
      })
  void issuesTokensOfTheNodesScopes(String path) throws IOException {
    String answer = send(ACCOUNTS + path, FLAVOR);

    AccessToken token = clouds.gcp().tokens().getFirst();
    assertThat(answer)
        .startsWith("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n")
        .contains("\r\nMetadata-Flavor: Google\r\n", "\r\nServer: Metadata Server for VM\r\n")
        .endsWith(
            "\r\n\r\n{\"access_token\":\""
                + token.value()
                + "\",\"expires_in\":3599,\"token_type\":\"Bearer\"}");
    assertThat(token.principal()).isEqualTo("serviceAccount:" + ExampleWorld.GCP_NODE_ACCOUNT);
    assertThat(token.scopes())
        .containsExactlyInAnyOrder(
            "https://www.googleapis.com/auth/devstorage.read_only",
            "https://www.googleapis.com/auth/logging.write");
    assertThat(clouds.plantedSecrets()).contains(token.value());
  }

  @Test
  void lifeIsASetting() throws IOException {
    clouds.gcp().nodeTokenLife(Duration.ofMinutes(5));

    assertThat(send(ACCOUNTS + "default/token", FLAVOR)).contains("\"expires_in\":299,");
  }

  @Test
  void describesTheAccount() throws IOException {
    assertThat(body(send(ACCOUNTS + "default/email", FLAVOR)))
        .isEqualTo("node@my-project.iam.gserviceaccount.com");
    assertThat(body(send(ACCOUNTS + "default/scopes", FLAVOR)).lines())
        .containsExactlyInAnyOrder(
            "https://www.googleapis.com/auth/devstorage.read_only",
            "https://www.googleapis.com/auth/logging.write");
    assertThat(body(send(ACCOUNTS + "default/", FLAVOR)).lines()).contains("email", "token");
    assertThat(body(send(ACCOUNTS, FLAVOR)).lines())
        .containsExactly("default/", "node@my-project.iam.gserviceaccount.com/");
    assertThat(send("/")).contains("\r\nMetadata-Flavor: Google\r\n");
  }

  @Test
  void wantsItsHeaderAndNoOtherWay() throws IOException {
    assertThat(send(ACCOUNTS + "default/token"))
        .startsWith("HTTP/1.1 403 ")
        .contains("Missing Metadata-Flavor:Google header.");
    assertThat(send(ACCOUNTS + "default/token", "Metadata-Flavor: google"))
        .startsWith("HTTP/1.1 403 ");
    assertThat(send(ACCOUNTS + "default/token", FLAVOR, "X-Forwarded-For: 10.0.0.1"))
        .startsWith("HTTP/1.1 403 ")
        .contains("X-Forwarded-For");
    assertThat(sendTo(clouds, "POST", ACCOUNTS + "default/token", FLAVOR))
        .startsWith("HTTP/1.1 405 ");
    assertThat(clouds.gcp().tokens()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/computeMetadata/v1/instance/id",
        ACCOUNTS + "other/token",
        ACCOUNTS + "default/key",
        "/computeMetadata/v1beta1/instance/service-accounts/default/token"
      })
  void knowsNothingElse(String path) throws IOException {
    assertThat(send(path, FLAVOR)).startsWith("HTTP/1.1 404 ");
  }

  @Test
  void aNodeMayHaveNoAccount() throws IOException {
    try (FakeClouds bare = FakeClouds.start()) {
      assertThat(sendTo(bare, "GET", ACCOUNTS + "default/token", FLAVOR))
          .startsWith("HTTP/1.1 404 ");
    }
  }

  @Test
  void misbehavesAsAnyHost() throws IOException {
    clouds.misbehave(FakeGcp.METADATA_HOST, Faults.status(503), 1);
    assertThat(send(ACCOUNTS + "default/token", FLAVOR)).startsWith("HTTP/1.1 503 ");

    clouds.misbehave(FakeGcp.METADATA_HOST, GcpFaults.without("expires_in"), 1);
    assertThat(send(ACCOUNTS + "default/token", FLAVOR)).doesNotContain("expires_in");
    assertThat(clouds.received().requestsTo(FakeGcp.METADATA_HOST)).hasSize(2);
  }

  private String send(String path, String... headers) throws IOException {
    return sendTo(clouds, "GET", path, headers);
  }

  private static String sendTo(FakeClouds clouds, String method, String path, String... headers)
      throws IOException {
    try (WireClient client = WireClient.toGceMetadata(clouds)) {
      String lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
      client.send(
          "%s %s HTTP/1.1\r\nHost: metadata.google.internal\r\nConnection: close\r\n%s\r\n"
              .formatted(method, path, lines));
      return client.readToTheEnd();
    }
  }

  private static String body(String answer) {
    return answer.substring(answer.indexOf("\r\n\r\n") + 4);
  }
}
