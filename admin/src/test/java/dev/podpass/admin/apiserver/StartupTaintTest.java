// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.core.http.ConnectionSettings;
import dev.podpass.core.http.Deadline;
import dev.podpass.core.http.RetryingConnections;
import dev.podpass.core.http.Watchdog;
import dev.podpass.core.http.proxy.ProxyRules;
import dev.podpass.core.http.tls.CaBundle;
import dev.podpass.core.log.Log;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.net.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StartupTaintTest {
  private static final String HOST = "api.cluster.example";
  private static final String TOKEN = "planted-token-of-the-pod";
  private static final Map<String, String> POD =
      Map.of("KUBERNETES_SERVICE_HOST", HOST, "KUBERNETES_SERVICE_PORT", "443");

  private final FakeClouds clouds = FakeClouds.start();

  @AfterEach
  void close() {
    clouds.close();
  }

  @Test
  void removesItWhateverItsEffectAndNoOther() throws IOException {
    serve(
        """
        [{"key": "podpass.dev/not-ready", "effect": "NoSchedule"},
         {"key": "node.kubernetes.io/not-ready", "effect": "NoExecute"},
         {"key": "podpass.dev/not-ready", "value": "x", "effect": "NoExecute"}]
        """,
        200);

    assertThat(remove()).isTrue();

    assertThat(clouds.received().requestsTo(HOST))
        .hasSize(2)
        .allSatisfy(request -> {
          assertThat(request.path()).isEqualTo("/api/v1/nodes/node-1");
          assertThat(request.header("authorization")).contains("Bearer " + TOKEN);
        })
        .last()
        .satisfies(request -> {
          assertThat(request.method()).isEqualTo("PATCH");
          assertThat(request.header("content-type")).contains("application/json-patch+json");
          assertThat(request.body().text().replace("},", "},\n"))
              .isEqualToIgnoringWhitespace(
                  """
                  [{"op":"test","path":"/spec/taints/2",
                    "value":{"key":"podpass.dev/not-ready","value":"x","effect":"NoExecute"}},
                   {"op":"remove","path":"/spec/taints/2"},
                   {"op":"test","path":"/spec/taints/0",
                    "value":{"key":"podpass.dev/not-ready","effect":"NoSchedule"}},
                   {"op":"remove","path":"/spec/taints/0"}]
                  """);
        });
  }

  @Test
  void changesNoNodeWithoutIt() throws IOException {
    serve("[{\"key\": \"podpass.dev/not-ready-2\", \"effect\": \"NoSchedule\"}]", 200);
    assertThat(remove()).isFalse();

    serve("[]", 200);
    assertThat(remove()).isFalse();

    assertThat(clouds.received().requestsTo(HOST)).allMatch(it -> it.method().equals("GET"));
  }

  @Test
  void saysThatItMayNot() {
    serve("[{\"key\": \"podpass.dev/not-ready\", \"effect\": \"NoSchedule\"}]", 403);

    assertThatThrownBy(this::remove)
        .isInstanceOfSatisfying(
            CredentialException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DENIED))
        .hasMessage("https://api.cluster.example:443/api/v1/nodes/node-1 answers HTTP 403");
  }

  @Test
  void saysWhatAWebhookRefuses() {
    clouds.serve(
        HOST,
        request ->
            request.method().equals("GET")
                ? Answer.json(
                    200,
                    "{\"spec\":{\"taints\":[{\"key\":\"podpass.dev/not-ready\",\"effect\":\"NoSchedule\"}]}}")
                : Answer.json(
                    400,
                    """
                    {"kind":"Status","code":400,"message":"admission webhook \\"aks-node-validating-webhook.azmk8s.io\\" denied the request: (UID: 1)\\nTaint delete request refused%s"}
                    """
                        .formatted(".".repeat(900))));

    assertThatThrownBy(this::remove)
        .hasMessageContaining(
            "answers HTTP 400: admission webhook \"aks-node-validating-webhook.azmk8s.io\" denied the"
                + " request: (UID: 1)")
        .hasMessageEndingWith("…");
  }

  @Test
  void needsTheTokenOfAPod() {
    assertThatThrownBy(() -> PodCredentials.read(POD, path -> Optional.empty()))
        .hasMessage(
            "the API server cannot be reached as this pod:"
                + " /var/run/secrets/kubernetes.io/serviceaccount/token cannot be read");
    assertThatThrownBy(() -> PodCredentials.read(Map.of(), path -> Optional.of("x")))
        .hasMessageContaining("KUBERNETES_SERVICE_HOST");
    assertThat(
            PodCredentials.read(
                    Map.of("KUBERNETES_SERVICE_HOST", "fd00::1"), path -> Optional.of("x"))
                .server())
        .hasToString("https://[fd00::1]:443");
  }

  private void serve(String taints, int status) {
    clouds.serve(
        HOST,
        request ->
            request.method().equals("GET")
                ? Answer.json(200, "{\"spec\":{\"taints\":" + taints + "}}")
                : status == 200 ? Answer.json(200, "{}") : Answer.status(status));
  }

  private boolean remove() throws IOException {
    String authority = Files.readString(clouds.caFile());
    PodCredentials pod =
        PodCredentials.read(
            POD, path -> Optional.of(path.endsWith("/token") ? TOKEN + "\n" : authority));
    ConnectionSettings settings =
        new ConnectionSettings(
                new CaBundle(List.of()), ProxyRules.fromEnvironment(clouds.environment()), Log.NONE)
            .to(pod.trust());
    try (Watchdog watchdog =
            Watchdog.start(Deadline.of(Duration.ofSeconds(20), Duration.ZERO), () -> {});
        RetryingConnections connections = RetryingConnections.open(settings, watchdog)) {
      return new StartupTaint("node-1", "podpass.dev/not-ready")
          .remove(new ApiServer(pod, connections));
    }
  }
}
