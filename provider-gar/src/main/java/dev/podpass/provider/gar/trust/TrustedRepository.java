// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar.trust;

import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.image.ImageReference;
import java.util.Map;

/**
 * An Artifact Registry repository.
 *
 * @param project the id of its project, with a colon if it belongs to a domain
 * @param location its location
 * @param name its name in the project
 * @see <a href="https://cloud.google.com/artifact-registry/docs/docker/names#domain">domain-scoped
 *     projects</a>
 */
record TrustedRepository(String project, String location, String name) {
  /** Locations of {@code gcr.io} repositories. */
  private static final Map<String, String> GCR_LOCATIONS =
      Map.of("gcr.io", "us", "us.gcr.io", "us", "eu.gcr.io", "europe", "asia.gcr.io", "asia");

  static TrustedRepository of(ImageReference image) {
    String host = image.registry().name();
    String[] path = image.repository().split("/", -1);
    boolean domain = path.length > 1 && path[0].contains(".");
    String project = domain ? path[0] + ":" + path[1] : path[0];
    String location = GCR_LOCATIONS.get(host);
    if (location != null) {
      return new TrustedRepository(project, location, host);
    }
    int name = domain ? 2 : 1;
    if (path.length <= name) {
      throw new CredentialException(
          Kind.USAGE,
          "the image " + image.name() + " does not contain a repository",
          "it looks like host/project/repository/name, or host/domain/project/repository/name");
    }
    String region =
        host.startsWith("docker.") ? host.split("\\.", -1)[1] : host.split("-docker\\.", -1)[0];
    return new TrustedRepository(project, region, path[name]);
  }
}
