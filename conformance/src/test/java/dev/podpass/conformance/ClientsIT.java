// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client of registries (go-containerregistry, as in crane) with podpass as credential helper. */
class ClientsIT {
  private static final String APP = ClientPod.HOST + "/team-a/app:1";
  private static final String OTHER = ClientPod.HOST + "/team-b/app:1";

  private final String client = "'" + ClientPod.CLIENT + "' ";
  private ClientPod pod;

  @BeforeEach
  void start() throws IOException {
    pod = new ClientPod(BuiltPlugin.path());
  }

  @AfterEach
  void close() {
    pod.close();
  }

  @Test
  void pushesWhereItMayAndPullsEverything() {
    pod.with("PODPASS_ALLOW_PUSH", "true").with("PODPASS_PUSH_REPOSITORY", "team-a/*");

    assertThat(pod.run(client + "push " + APP).printed()).isEmpty();
    assertThat(pod.run(client + "pull " + APP).printed()).isEqualTo("2\n");
    assertThat(pod.run(client + "push " + OTHER).printed()).contains("DENIED");
    assertThat(pod.run(client + "pull " + OTHER).printed()).contains("NAME_UNKNOWN");
  }

  @Test
  void doesNotPushWithACredentialForPulls() {
    assertThat(pod.run(client + "push " + APP).printed()).contains("DENIED");
  }

  @ParameterizedTest
  @ValueSource(strings = {ClientPod.GAR + "/my-project/apps/api:1", ClientPod.ACR + "/apps/api:1"})
  void pushesToGoogleAndAzureAsTheRolesSay(String image) {
    assertThat(pod.run(client + "push " + image).printed()).contains("DENIED");
    pod.allowPush();
    assertThat(pod.run(client + "push " + image).printed()).isEmpty();
    assertThat(pod.run(client + "pull " + image).printed()).isEqualTo("2\n");
  }

  /** As credsStore, which asks for every registry. */
  @Test
  void letsTheClientGoOnAtRegistriesThatItDoesNotServe() throws IOException {
    pod.config("{\"credsStore\": \"podpass\"}");

    assertThat(pod.run(client + "pull " + APP).printed()).contains("NAME_UNKNOWN");
    assertThat(pod.run(client + "pull " + ClientPod.OTHER + "/app:1").printed())
        .contains("UNAUTHORIZED")
        .doesNotContain("podpass");
  }

  @Test
  void showsTheLineOfAFailure() {
    pod.with("PODPASS_TOKEN_FILE", "/nonexistent");

    assertThat(pod.run(client + "pull " + APP).printed())
        .contains("podpass: the token file /nonexistent cannot be used: there is no such file");
    pod.with("PODPASS_TOKEN_FILE", pod.directory().resolve("tokens/gcp").toString());
    assertThat(pod.run(client + "pull " + APP).printed())
        .contains("podpass: no token of this pod is for sts.amazonaws.com");
  }

  @Test
  void connectsToAServerOfGoThatTakesThePostQuantumKeyExchangeAlone() throws IOException {
    assumeFalse(
        BuiltPlugin.print(List.of("version")).matches("(?s).*java +25\\.0\\.[0-4]\\b.*"),
        "NOT TESTED: JDKs before 25.0.5 have no X25519MLKEM768");
    String explain =
        "'%s' explain registry.example/app --provider=exchange --registry=registry.example"
                .formatted(BuiltPlugin.path())
            + " --exchange-url=https://tokens.example/x --exchange-username=puller --exchange"
            + " --token="
            + pod.token("registry.example");

    assertThat(pod.run(client + "hybrid " + explain).printed())
        .containsPattern("tokens.example +TLSv1.3 +X25519MLKEM768")
        .containsPattern("credential +granted");
  }
}
