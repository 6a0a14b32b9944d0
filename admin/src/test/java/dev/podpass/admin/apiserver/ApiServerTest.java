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
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.net.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApiServerTest {
  private static final String HOST = "api.cluster.example";
  private static final String TOKEN = "planted-node-token";

  private final FakeClouds clouds = FakeClouds.start();

  @AfterEach
  void close() {
    clouds.close();
  }

  @Test
  void tellsWhoWeAre() throws IOException {
    clouds.serve(
        HOST,
        request ->
            Answer.json(200, "{\"status\":{\"userInfo\":{\"username\":\"system:node:n\"}}}"));

    String user = asked(ApiServer::user);

    assertThat(user).isEqualTo("system:node:n");
    assertThat(clouds.received().requestsTo(HOST))
        .singleElement()
        .satisfies(request -> {
          assertThat(request.path()).isEqualTo("/apis/authentication.k8s.io/v1/selfsubjectreviews");
          assertThat(request.header("authorization")).contains("Bearer " + TOKEN);
        });
  }

  @Test
  void tellsWhatWeMayDo() throws IOException {
    clouds.serve(
        HOST,
        request ->
            Answer.json(
                200,
                "{\"status\":{\"allowed\":%s}}"
                    .formatted(
                        request.body().text().contains("\"resource\":\"sts.amazonaws.com\""))));

    boolean may = asked(api -> api.allows("get", "sts.amazonaws.com"));
    boolean mayOther = asked(api -> api.allows("get", "other"));
    assertThat(may).isTrue();
    assertThat(mayOther).isFalse();
    assertThat(clouds.received().requestsTo(HOST).getFirst().body().text())
        .isEqualTo(
            """
            {"apiVersion":"authorization.k8s.io/v1","kind":"SelfSubjectAccessReview","spec":{"resourceAttributes":{"verb":"get","resource":"sts.amazonaws.com"}}}\
            """);
  }

  @Test
  void tellsTheVersionOfANodesKubelet() throws IOException {
    clouds.serve(
        HOST,
        request ->
            request.path().equals("/api/v1/nodes/n")
                ? Answer.json(200, "{\"status\":{\"nodeInfo\":{\"kubeletVersion\":\"v1.34.2\"}}}")
                : Answer.status(404));

    Optional<String> ofTheNode = asked(api -> api.kubeletVersion("system:node:n"));
    Optional<String> ofNobody = asked(api -> api.kubeletVersion("kubernetes-admin"));
    assertThat(ofTheNode).contains("v1.34.2");
    assertThat(ofNobody).isEmpty();
  }

  @Test
  void asksForOneServiceAccountByItsName() throws IOException {
    clouds.serve(HOST, request -> Answer.json(201, "{\"status\":{\"allowed\":true}}"));

    boolean may =
        asked(api -> api.allows("get", "serviceaccounts", new ServiceAccountName("n", "a")));

    assertThat(may).isTrue();
    assertThat(clouds.received().requestsTo(HOST).getFirst().body().text())
        .contains(
            """
            {"resourceAttributes":{"namespace":"n","name":"a","verb":"get","resource":"serviceaccounts"}}\
            """);
  }

  @Test
  void listsThePodsOfANodePageByPage() throws IOException {
    String pod =
        """
        {"metadata": {"namespace": "n"}, "spec": {"serviceAccountName": "%s", "containers":
          [{"image": "a/1"}, {"image": "a/2"}], "initContainers": [{"image": "a/3"}]}}
        """;
    String first = "/api/v1/pods?limit=20&fieldSelector=spec.nodeName%3Dn";
    clouds.serve(
        HOST,
        request ->
            request.target().equals(first)
                ? Answer.json(
                    200,
                    "{\"metadata\":{\"continue\":\"a b\"},\"items\":[%s,%s]}"
                        .formatted(pod.formatted("one"), pod.formatted("")))
                : request.target().equals(first + "&continue=a+b")
                    ? Answer.json(200, "{\"items\":[%s]}".formatted(pod.formatted("two")))
                    : Answer.status(404));

    List<String> images = List.of("a/1", "a/2", "a/3");
    List<NodePod> pods = asked(api -> api.pods("system:node:n"));
    List<NodePod> ofNobody = asked(api -> api.pods("kubernetes-admin"));
    assertThat(pods)
        .containsExactly(
            new NodePod(new ServiceAccountName("n", "one"), images),
            new NodePod(new ServiceAccountName("n", "two"), images));
    assertThat(ofNobody).isEmpty();
  }

  @Test
  void tellsARefusalWithoutTheToken() {
    clouds.serve(HOST, request -> Answer.status(401));

    assertThatThrownBy(() -> asked(ApiServer::user))
        .isInstanceOf(CredentialException.class)
        .hasMessage(
            "https://api.cluster.example/apis/authentication.k8s.io/v1/selfsubjectreviews answers"
                + " HTTP 401");
  }

  private <T> T asked(Function<ApiServer, T> question) throws IOException {
    Kubeconfig kubeconfig =
        Kubeconfig.read(
            """
            current-context: here
            contexts: [{name: here, context: {cluster: c, user: u}}]
            clusters: [{name: c, cluster: {server: https://%s/, certificate-authority: ca.crt}}]
            users: [{name: u, user: {token: %s}}]
            """
                .formatted(HOST, TOKEN),
            path -> Optional.of(read()));
    ConnectionSettings settings =
        new ConnectionSettings(
                new CaBundle(List.of()), ProxyRules.fromEnvironment(clouds.environment()), Log.NONE)
            .to(kubeconfig.trust(), kubeconfig.client());
    try (Watchdog watchdog =
            Watchdog.start(Deadline.of(Duration.ofSeconds(20), Duration.ZERO), () -> {});
        RetryingConnections connections = RetryingConnections.open(settings, watchdog)) {
      return question.apply(new ApiServer(kubeconfig, connections));
    }
  }

  private String read() {
    try {
      return Files.readString(clouds.caFile());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
