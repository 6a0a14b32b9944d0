// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.docker;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.admin.text.Documents;
import dev.podpass.admin.text.Facts;
import dev.podpass.core.protocol.CredentialProviderResponse.Auth;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A Secret of type {@code kubernetes.io/dockerconfigjson}.
 *
 * @param namespace its namespace; the one that it is applied in if empty
 * @param until how long all of them may be used; empty if that is unknown
 */
record PullSecret(
    String name, Optional<String> namespace, List<Auth> credentials, Optional<Instant> until) {
  /** Before this instant the Secret is to be replaced. */
  static final String UNTIL = "podpass.dev/use-until";

  PullSecret {
    credentials = List.copyOf(credentials);
  }

  Map<String, Object> document() {
    return Facts.of(
        "apiVersion", "v1",
        "kind", "Secret",
        "metadata",
            Facts.of(
                "name",
                name,
                "namespace",
                namespace,
                "labels",
                Map.of("app.kubernetes.io/managed-by", "podpass"),
                "annotations",
                until.map(end -> Map.of(UNTIL, end.truncatedTo(ChronoUnit.SECONDS).toString()))),
        "type", "kubernetes.io/dockerconfigjson",
        "data", Map.of(".dockerconfigjson", base64(Documents.json(config()))));
  }

  private Map<String, Object> config() {
    Map<String, Object> auths = new TreeMap<>();
    for (Auth auth : credentials) {
      String password = auth.password().reveal();
      auths.put(
          ClientRegistries.key(auth.host()),
          Facts.of(
              "username", auth.username(),
              "password", password,
              "auth", base64(auth.username() + ":" + password)));
    }
    return Map.of("auths", auths);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}
