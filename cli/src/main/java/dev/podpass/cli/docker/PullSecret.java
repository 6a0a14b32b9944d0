// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.docker;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.admin.text.Documents;
import dev.podpass.core.protocol.CredentialProviderResponse.Auth;
import dev.podpass.core.protocol.DockerHub;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A Secret of type {@code kubernetes.io/dockerconfigjson}.
 *
 * @param name its name
 * @param namespace its namespace; the one that it is applied in if empty
 * @param credentials one for each registry
 * @param until how long all of them may be used; empty if that is unknown
 */
record PullSecret(
    String name, Optional<String> namespace, List<Auth> credentials, Optional<Instant> until) {
  /** Before this instant the Secret is to be replaced. */
  static final String UNTIL = "podpass.dev/use-until";

  /** Docker Hub's key in every client and in kubelet. */
  private static final String DOCKER_HUB_KEY = "https://index.docker.io/v1/";

  PullSecret {
    credentials = List.copyOf(credentials);
  }

  Map<String, Object> document() {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", name);
    namespace.ifPresent(its -> metadata.put("namespace", its));
    metadata.put("labels", Map.of("app.kubernetes.io/managed-by", "podpass"));
    until.ifPresent(end ->
        metadata.put("annotations", Map.of(UNTIL, end.truncatedTo(ChronoUnit.SECONDS).toString())));
    Map<String, Object> secret = new LinkedHashMap<>();
    secret.put("apiVersion", "v1");
    secret.put("kind", "Secret");
    secret.put("metadata", metadata);
    secret.put("type", "kubernetes.io/dockerconfigjson");
    secret.put("data", Map.of(".dockerconfigjson", base64(Documents.json(config()))));
    return secret;
  }

  private Map<String, Object> config() {
    Map<String, Object> auths = new TreeMap<>();
    for (Auth auth : credentials) {
      String password = auth.password().reveal();
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("username", auth.username());
      one.put("password", password);
      one.put("auth", base64(auth.username() + ":" + password));
      auths.put(
          auth.registry().equals(DockerHub.HOST) ? DOCKER_HUB_KEY : auth.registry().toString(),
          one);
    }
    return Map.of("auths", auths);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}
