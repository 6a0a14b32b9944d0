// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.apiserver;

import dev.podpass.core.http.tls.CaBundle;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.secret.Secret;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The API server, and the credentials for it, that a pod is given with a service account token.
 *
 * @see <a href="https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/">Accessing
 *     the Kubernetes API from a Pod</a>
 */
public record PodCredentials(URI server, CaBundle trust, Secret token) {
  private static final String DIRECTORY = "/var/run/secrets/kubernetes.io/serviceaccount/";

  /** Reads them from the environment and the files of this pod. */
  public static PodCredentials read(
      Map<String, String> environment, Function<String, Optional<String>> files) {
    Optional<Secret> token =
        files
            .apply(DIRECTORY + "token")
            .map(String::strip)
            .filter(text -> !text.isEmpty())
            .map(Secret::of);
    Optional<String> authority = files.apply(DIRECTORY + "ca.crt");
    if (token.isEmpty() || authority.isEmpty()) {
      throw unusable(DIRECTORY + (token.isEmpty() ? "token" : "ca.crt") + " cannot be read");
    }
    return new PodCredentials(
        server(environment), new CaBundle(List.of(), List.of(authority.get())), token.get());
  }

  private static URI server(Map<String, String> environment) {
    String host = environment.getOrDefault("KUBERNETES_SERVICE_HOST", "");
    String port = environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443");
    if (!host.matches("[0-9A-Za-z.:-]+") || !port.matches("[0-9]{1,5}")) {
      throw unusable("KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT do not name one");
    }
    return URI.create("https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
  }

  private static CredentialException unusable(String why) {
    return new CredentialException(
        Kind.CONFIGURATION,
        "the API server cannot be reached as this pod: " + why,
        "mount the pod's service account token, as the chart does with startupTaint.enabled and"
            + " events.enabled");
  }
}
