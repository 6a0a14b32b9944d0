// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.image.RegistryHost;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A registry host of Azure Container Registry, matched in full: a login server, or one of its
 * regional endpoints. Data endpoints serve layers and take no credentials.
 *
 * @see <a
 *     href="https://learn.microsoft.com/azure/container-registry/container-registry-get-started-portal">names
 *     with a domain name label</a>
 */
public record AcrRegistryHost(RegistryHost registry, String loginServer, AcrCloud cloud) {
  /**
   * A registry's name has no hyphen; a hyphen in a login server separates the domain name label's
   * hash.
   */
  private static final Pattern FORM =
      Pattern.compile(
          "(?<registry>[a-z0-9]{1,50}(?:-[a-z0-9]{1,32})?)(?:\\.[a-z0-9]{1,63}\\.geo)?");

  /** All forms of host in a cloud, as kubelet's {@code matchImages}. */
  static List<String> matchImages(AcrCloud cloud) {
    return List.of("*." + cloud.registrySuffix(), "*.*.geo." + cloud.registrySuffix());
  }

  /** Parses a host; login servers listen on the standard port only. */
  public static Optional<AcrRegistryHost> find(RegistryHost host, ProviderSettings settings) {
    if (host.port().orElse(443) != 443) {
      return Optional.empty();
    }
    return AcrCloud.served(settings).stream()
        .flatMap(cloud -> in(cloud, host).stream())
        .findFirst();
  }

  private static Optional<AcrRegistryHost> in(AcrCloud cloud, RegistryHost host) {
    String name = host.name();
    String domain = "." + cloud.registrySuffix();
    if (!name.endsWith(domain)) {
      return Optional.empty();
    }
    Matcher matcher = FORM.matcher(name.substring(0, name.length() - domain.length()));
    return matcher.matches()
        ? Optional.of(new AcrRegistryHost(host, matcher.group("registry") + domain, cloud))
        : Optional.empty();
  }

  /** The correction of an invalid name in the domain of one of the clouds. */
  static Optional<String> correction(String name) {
    for (AzureCloud cloud : AzureCloud.values()) {
      String domain = "." + cloud.registrySuffix();
      if (name.endsWith(domain)) {
        String front = name.substring(0, name.length() - domain.length());
        return Optional.of(
            front.endsWith(".data")
                ? "it is a data endpoint, which takes no credentials; write the registry's login"
                    + " server, %s%s".formatted(front.split("\\.", 2)[0], domain)
                : FORM.matcher(front).matches()
                    ? "it is in the cloud %s; set --acr-cloud=%s".formatted(cloud, cloud)
                    : "a login server is NAME%s, with a name of letters and digits; correct the image"
                        .formatted(domain));
      }
    }
    return Optional.empty();
  }

  String name() {
    return registry.name();
  }

  /** Whether a name is that of this host or of its registry. */
  boolean isCalled(String other) {
    return other.equals(name()) || other.equals(loginServer);
  }
}
