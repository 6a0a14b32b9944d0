// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.pull;

import dev.podpass.spi.RegistryCredentialProvider;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the service that takes tokens with an audience, if it is not the one they are sent to. */
final class AudienceOwner {
  /**
   * Audiences of API servers. By default it is the issuer (kubernetes/kubernetes#70308); the others
   * are what distributions set {@code --api-audiences} to: k3s and RKE2 their names besides
   * (pkg/daemons/control/server.go), kOps {@code kubernetes.svc.default} (pkg/model/components),
   * Talos the control plane's endpoint (control_plane_static_pod.go), kubeadm guides {@code api}.
   */
  private static final Pattern API_SERVER =
      Pattern.compile(
          "(?:https://)?kubernetes(?:\\.default(?:\\.svc(?:\\.[a-z0-9.-]+)?)?)?(?::[0-9]+)?"
              + "|(?:https://)?kubernetes\\.svc\\.default|api|k3s|rke2"
              + "|https://[^/]+:6443"
              + "|https://api\\.internal\\..+"
              + "|https://container\\.googleapis\\.com/.+"
              + "|https://oidc\\.eks\\.[a-z0-9-]+\\.amazonaws\\..+"
              + "|https://oidc-eks\\.[a-z0-9-]+\\.api\\..+"
              + "|https://[^/]+\\.eks\\.amazonaws\\.com(?:\\.cn)?"
              + "|https://[^/]+\\.oic\\.prod-aks\\.azure\\.[a-z]+/.+"
              + "|(?:https://)?[^/]+\\.azmk8s\\.(?:io|us|cn)(?::[0-9]+)?");

  private AudienceOwner() {}

  /**
   * The other service.
   *
   * @param provider the provider whose tokens have the audience
   * @param known all providers
   * @param issuer the issuer of the token, if there is one
   */
  static Optional<String> of(
      String audience,
      RegistryCredentialProvider provider,
      List<RegistryCredentialProvider> known,
      Optional<String> issuer) {
    String normal = normal(audience);
    if (issuer.filter(url -> normal(url).equals(normal)).isPresent()) {
      return Optional.of("the cluster's issuer, and so of its API server");
    }
    if (API_SERVER.matcher(normal).matches()) {
      return Optional.of("an API server");
    }
    return provider.ownsAudience(normal)
        ? Optional.empty()
        : known.stream()
            .filter(other -> other.ownsAudience(normal))
            .findFirst()
            .map(owner -> "the provider " + owner.id());
  }

  private static String normal(String audience) {
    int end = audience.length();
    while (end > 0 && audience.charAt(end - 1) == '/') {
      end--;
    }
    return audience.substring(0, end).toLowerCase(Locale.ROOT);
  }
}
