// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.image.RegistryHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A registry host of Google Artifact Registry, matched in full.
 *
 * @see <a
 *     href="https://cloud.google.com/artifact-registry/docs/repositories/repo-locations">repository
 *     locations</a>
 * @see <a href="https://cloud.google.com/artifact-registry/docs/transition/gcr-repositories">gcr.io
 *     repositories</a>
 */
final class GarRegistryHost {
  /** {@code gcr.io} repositories exist in the public universe only. */
  static final Set<String> CONTAINER_REGISTRY =
      Set.of("gcr.io", "us.gcr.io", "eu.gcr.io", "asia.gcr.io");

  /** A region such as {@code europe-west1} or {@code u-france-east1}. */
  private static final String REGION = "[a-z]+(?:-[a-z]+)+[0-9]{1,2}";

  /** A multi-region is a single word. */
  private static final String LOCATION = "(?:" + REGION + "|[a-z]{2,})";

  /** The labels before the domain of registries. */
  private static final Pattern FORM =
      Pattern.compile(LOCATION + "-docker|docker\\." + REGION + "\\.rep");

  private GarRegistryHost() {}

  /** All forms of host, as kubelet's {@code matchImages}. */
  static List<String> matchImages(ProviderSettings settings) {
    Universe universe = Universe.of(settings);
    List<String> patterns = new ArrayList<>();
    patterns.add("*-docker." + universe.registryDomain());
    patterns.add("docker.*.rep." + universe.registryDomain());
    if (universe.isPublic()) {
      CONTAINER_REGISTRY.stream().sorted().forEach(patterns::add);
    }
    return patterns;
  }

  /** Whether a host is one; Artifact Registry listens on the standard port only. */
  static boolean isServed(RegistryHost host, ProviderSettings settings) {
    return host.port().orElse(443) == 443 && isServed(host.name(), Universe.of(settings));
  }

  /** The correction of an invalid name in the domain of Artifact Registry. */
  static Optional<String> correction(String name) {
    return name.endsWith(".pkg.dev")
        ? Optional.of("Docker repositories are at LOCATION-docker.pkg.dev; correct the image")
        : Optional.empty();
  }

  private static boolean isServed(String name, Universe universe) {
    if (universe.isPublic() && CONTAINER_REGISTRY.contains(name)) {
      return true;
    }
    String domain = "." + universe.registryDomain();
    return name.endsWith(domain)
        && FORM.matcher(name.substring(0, name.length() - domain.length())).matches();
  }
}
