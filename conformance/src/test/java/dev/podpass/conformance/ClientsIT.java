// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client of registries (go-containerregistry, as in crane) with podpass as credential helper. */
class ClientsIT {
  private static final String APP = ClientPod.HOST + "/team-a/app:1";
  private static final String OTHER = ClientPod.HOST + "/team-b/app:1";

  private final String client = "'" + Kubelet.property("conformance.clients") + "' ";
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
    assertThat(pod.run(client + "pull " + OTHER).printed()).contains("NOT_FOUND");
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

    assertThat(pod.run(client + "pull " + APP).printed()).contains("NOT_FOUND");
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
}
