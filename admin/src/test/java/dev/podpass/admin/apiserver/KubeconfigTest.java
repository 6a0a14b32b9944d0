// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.apiserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.spi.failure.CredentialException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KubeconfigTest {
  private static final Map<String, String> FILES =
      Map.of("ca.crt", "the CA", "/var/token", "planted-token\n");

  @Test
  void readsTheCurrentContextAlone() {
    Kubeconfig kubeconfig =
        read(
            """
            apiVersion: v1
            kind: Config
            current-context: second
            contexts:
            - {name: first, context: {cluster: a, user: a}}
            - {name: second, context: {cluster: b, user: b}}
            clusters:
            - {name: a, cluster: {server: "https://a:6443"}}
            - {name: b, cluster: {server: "https://10.0.0.1:6443", certificate-authority: ca.crt}}
            users:
            - {name: a, user: {token: other}}
            - {name: b, user: {tokenFile: /var/token}}
            """);

    assertThat(kubeconfig.server()).hasToString("https://10.0.0.1:6443");
    assertThat(kubeconfig.trust().given()).containsExactly("the CA");
    assertThat(kubeconfig.token().orElseThrow().reveal()).isEqualTo("planted-token");
    assertThat(kubeconfig.toString()).doesNotContain("planted-token");
  }

  @Test
  void whatStandsInItCountsBeforeAFile() {
    String data = Base64.getEncoder().encodeToString("in line".getBytes(UTF_8));

    assertThat(
            read(config(
                    "certificate-authority: ca.crt, certificate-authority-data: " + data,
                    "token: t"))
                .trust()
                .given())
        .containsExactly("in line");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          certificate-authority: ca.crt | exec: {command: aws} | it uses an exec credential plugin, which podpass does not run
          certificate-authority: ca.crt | client-certificate: gone.pem | it has neither a client certificate nor a token that can be read
          certificate-authority: ca.crt | client-certificate: ca.crt, client-key: ca.crt | its client certificate is unusable: there is no certificate in PEM
          certificate-authority: gone.crt | token: planted | it has no certificate-authority that can be read
          certificate-authority-data: '~' | token: planted | its certificate-authority-data is not base64
          insecure-skip-tls-verify: true | token: planted | it does not verify the API server
          """)
  void tellsWhyItCannotBeUsed(String cluster, String user, String because) {
    assertThatThrownBy(() -> read(config(cluster, user)))
        .isInstanceOf(CredentialException.class)
        .hasMessage(because);
  }

  @Test
  void neverQuotesWhatItCannotRead() {
    assertThatThrownBy(() -> read("users: [{token: planted"))
        .hasMessage("it is not a kubeconfig")
        .hasNoCause();
    assertThatThrownBy(() ->
            read(
                config("certificate-authority: ca.crt", "token: planted")
                    .replace("https://", "http://")))
        .hasMessage("its server is not an https URL");
  }

  private static String config(String cluster, String user) {
    return """
    current-context: here
    contexts: [{name: here, context: {cluster: c, user: u}}]
    clusters: [{name: c, cluster: {server: "https://api:6443", %s}}]
    users: [{name: u, user: {%s}}]
    """
        .formatted(cluster, user);
  }

  private static Kubeconfig read(String text) {
    return Kubeconfig.read(text, path -> Optional.ofNullable(FILES.get(path)));
  }
}
