// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.pull;

import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.image.RegistryHost;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Finds the service that takes tokens with an audience, if it is not the one they are sent to. */
record AudienceOwner(
    List<RegistryCredentialProvider> known,
    Function<RegistryCredentialProvider, ProviderSettings> settings) {
  /**
   * Audiences of API servers in no cloud of a provider. By default it is the issuer
   * (kubernetes/kubernetes#70308); the others are what distributions set {@code --api-audiences}
   * to: k3s and RKE2 their names besides (pkg/daemons/control/server.go), kOps {@code
   * kubernetes.svc.default} (pkg/model/components), Talos the control plane's endpoint
   * (control_plane_static_pod.go), kubeadm guides {@code api}, Gardener and RKE1 their own.
   * Konnectivity's server takes tokens of the API server's agents.
   */
  private static final Pattern API_SERVER =
      Pattern.compile(
          "(?:https://)?kubernetes(?:\\.default(?:\\.svc(?:\\.[a-z0-9.-]+)?)?)?(?::[0-9]+)?"
              + "|(?:https://)?kubernetes\\.svc\\.default|api|k3s|rke2|gardener|unknown"
              + "|system:konnectivity-server"
              + "|https://[^/]+:6443"
              + "|https://api\\.internal\\..+");

  /** The other service, if there is one; the issuer is that of the token. */
  Optional<String> of(
      String audience, RegistryCredentialProvider provider, Optional<String> issuer) {
    String normal = normal(audience);
    if (issuer.filter(url -> normal(url).equals(normal)).isPresent()) {
      return Optional.of("the cluster's issuer, and so of its API server");
    }
    if (API_SERVER.matcher(normal).matches()) {
      return Optional.of("an API server");
    }
    // IBM's, which no provider is for.
    if (normal.equals("iam")) {
      return Optional.of("another cloud");
    }
    return provider.ownsAudience(normal, settings.apply(provider))
        ? Optional.empty()
        : known.stream()
            .flatMap(other -> Discovery.ask(() -> takenBy(other, normal)).stream())
            .findFirst();
  }

  private Optional<String> takenBy(RegistryCredentialProvider other, String audience) {
    if (other.isApiServer(audience, settings.apply(other))) {
      return Optional.of("an API server");
    }
    return other.ownsAudience(audience, settings.apply(other))
        ? Optional.of("the provider " + other.id())
        : Optional.empty();
  }

  /** Whether an audience names one of these hosts: it is the host, or contains it. */
  static boolean names(String audience, List<RegistryHost> hosts) {
    return hosts.stream()
        .anyMatch(host ->
            Pattern.compile("(?<![a-z0-9.-])" + Pattern.quote(host.name()) + "(?![a-z0-9.-])")
                .matcher(normal(audience))
                .find());
  }

  /** Without slashes at its end and quotes around it, which AKS's API servers have. */
  private static String normal(String audience) {
    int begin = 0;
    int end = audience.length();
    while (begin < end && isQuote(audience.charAt(begin))) {
      begin++;
    }
    while (end > begin && (isQuote(audience.charAt(end - 1)) || audience.charAt(end - 1) == '/')) {
      end--;
    }
    return audience.substring(begin, end).toLowerCase(Locale.ROOT);
  }

  private static boolean isQuote(char c) {
    return c == '"' || c == '\'';
  }
}
