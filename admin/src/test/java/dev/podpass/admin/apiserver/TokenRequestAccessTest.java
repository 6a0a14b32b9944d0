// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.admin.apiserver.TokenRequestAccess.Answer;
import dev.podpass.admin.node.NodeFiles;
import dev.podpass.core.http.ConnectionSettings;
import dev.podpass.core.http.proxy.ProxyRules;
import dev.podpass.core.http.tls.CaBundle;
import dev.podpass.core.log.Log;
import dev.podpass.testkit.FakeClouds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenRequestAccessTest {
  private static final String HOST = "api.cluster.example";
  private static final String TOKEN = "planted-token-of-kubelet";

  private final FakeClouds clouds = FakeClouds.start();

  @TempDir private Path root;

  @BeforeEach
  void write() throws IOException {
    Files.copy(clouds.caFile(), root.resolve("ca.crt"));
    Files.writeString(root.resolve("token"), TOKEN + "\n");
    kubeconfig("tokenFile: token");
  }

  @AfterEach
  void close() {
    clouds.close();
  }

  @Test
  void asksAsKubeletForTheAudience() {
    serve("{\"status\":{\"allowed\":true,\"reason\":\"RBAC: allowed by ClusterRole \\\"a\\\"\"}}");

    assertThat(access().ask("sts.amazonaws.com", TokenRequestAccess.OWN))
        .isEqualTo(new Answer.Allowed("RBAC: allowed by ClusterRole \"a\""));
    assertThat(clouds.received().requestsTo(HOST))
        .singleElement()
        .satisfies(request -> {
          assertThat(request.path())
              .isEqualTo("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews");
          assertThat(request.header("authorization")).contains("Bearer " + TOKEN);
          assertThat(request.body().text())
              .contains(
                  "\"resourceAttributes\":{\"verb\":\"request-serviceaccounts-token-audience\","
                      + "\"resource\":\"sts.amazonaws.com\"}");
        });
  }

  /** A grant may be limited to namespaces, among which is that of podpass's own pod. */
  @Test
  void isDeniedWhereItMayNotPullPodpassEither() {
    serve("{\"status\":{\"allowed\":false}}");

    assertThat(access().ask("a", TokenRequestAccess.OWN)).isEqualTo(new Answer.Denied());
    assertThat(clouds.received().requestsTo(HOST))
        .hasSize(2)
        .last()
        .satisfies(request ->
            assertThat(request.body().text())
                .contains("\"namespace\":\"podpass-system\",\"name\":\"podpass\""));
  }

  /** As clients of Kubernetes do: JSON is written by programs, and a brace may begin other YAML. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        {
        \t"apiVersion": "v1",
        \t"clusters": [{"name": "c", "cluster": {
        \t\t"server": "https://%s",
        \t\t"certificate-authority": "ca.crt"
        \t}}],
        \t"users": [{"name": "u", "user": {"token": "%s"}}],
        \t"contexts": [{"name": "x", "context": {"cluster": "c", "user": "u"}}],
        \t"current-context": "x"
        }
        """,
        """
        {apiVersion: v1,
        clusters: [{name: c, cluster: {
          server: "https://%s",
          certificate-authority: ca.crt
        }}],
        users: [{name: u, user: {token: %s}}],
        contexts: [{name: x, context: {cluster: c, user: u}}],
        current-context: x,
        }
        """
      })
  void readsAKubeconfigInBraces(String kubeconfig) throws IOException {
    Files.writeString(root.resolve("kubeconfig"), kubeconfig.formatted(HOST, TOKEN));
    serve("{\"status\":{\"allowed\":true,\"reason\":\"RBAC\"}}");

    assertThat(access().ask("a", TokenRequestAccess.OWN)).isEqualTo(new Answer.Allowed("RBAC"));
    assertThat(clouds.received().requestsTo(HOST).getFirst().header("authorization"))
        .contains("Bearer " + TOKEN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"status\":{\"allowed\":false,\"evaluationError\":\"webhook\"}} | could not decide it",
        "{} | could not decide it",
        "<html> | does not answer in JSON"
      })
  void knowsNothingWhereTheAnswerIsNone(String answer, String why) {
    serve(answer);

    assertThat(access().ask("a", TokenRequestAccess.OWN))
        .isInstanceOfSatisfying(Answer.Unknown.class, it -> assertThat(it.why()).contains(why));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "exec: {command: aws-iam-authenticator} | the program aws-iam-authenticator, which podpass does not run",
        "client-certificate-data: eA==, client-key-data: eA== | a client certificate that cannot be read",
        "client-certificate-data: '?', client-key-data: eA== | a client-certificate-data that is not base64"
      })
  void runsNoProgramAndSaysWhatItCannotRead(String user, String why) throws IOException {
    kubeconfig("{" + user + "}");

    assertThat(access().ask("a", TokenRequestAccess.OWN))
        .isInstanceOfSatisfying(Answer.Unknown.class, it -> assertThat(it.why()).contains(why));
    assertThat(clouds.received().requestsTo(HOST)).isEmpty();
  }

  private void kubeconfig(String user) throws IOException {
    Files.writeString(
        root.resolve("kubeconfig"),
        """
        apiVersion: v1
        kind: Config
        clusters:
          - {name: other, cluster: {server: "https://other.example"}}
          - {name: c, cluster: {server: "https://%s/", certificate-authority: ca.crt}}
        users:
          - name: u
            user:
              %s
        contexts: [{name: x, context: {cluster: c, user: u}}]
        current-context: x
        """
            .formatted(HOST, user));
  }

  private void serve(String body) {
    clouds.serve(HOST, _ -> dev.podpass.testkit.net.Answer.json(201, body));
  }

  private TokenRequestAccess access() {
    return new TokenRequestAccess(NodeFiles.below(root), "/kubeconfig", settings());
  }

  private ConnectionSettings settings() {
    return new ConnectionSettings(
        new CaBundle(List.of()), ProxyRules.fromEnvironment(clouds.environment()), Log.NONE);
  }
}
