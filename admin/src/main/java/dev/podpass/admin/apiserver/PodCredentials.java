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

/**
 * The API server, and the credentials for it, that a pod is given with a service account token.
 *
 * @see <a href="https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/">Accessing
 *     the Kubernetes API from a Pod</a>
 */
public final class PodCredentials {
  private static final String DIRECTORY = "/var/run/secrets/kubernetes.io/serviceaccount/";

  private PodCredentials() {}

  /**
   * Reads them from the environment and the files of this pod.
   *
   * @throws CredentialException of kind {@code CONFIGURATION} if it has none
   */
  public static Kubeconfig read(Map<String, String> environment, ReferencedFiles files) {
    Optional<Secret> token =
        files
            .read(DIRECTORY + "token")
            .map(String::strip)
            .filter(text -> !text.isEmpty())
            .map(Secret::of);
    Optional<String> authority = files.read(DIRECTORY + "ca.crt");
    if (token.isEmpty() || authority.isEmpty()) {
      throw unusable(DIRECTORY + (token.isEmpty() ? "token" : "ca.crt") + " cannot be read");
    }
    return new Kubeconfig(
        server(environment),
        new CaBundle(List.of(), List.of(authority.get())),
        Optional.empty(),
        token);
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
        "mount the pod's service account token, as the chart does with startupTaint.enabled");
  }
}
