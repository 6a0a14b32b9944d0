// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.protocol;

import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.image.RegistryHost;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The names of Docker Hub. Images may be written without its host, and kubelet passes them on with
 * it.
 *
 * @see <a href="https://github.com/distribution/reference">normalized image names</a>
 */
public final class DockerHub {
  /** The host as kubelet passes it on. */
  public static final RegistryHost HOST = new RegistryHost("docker.io", OptionalInt.empty());

  private static final String INDEX = "index.docker.io";
  private static final Set<String> NAMES = Set.of(HOST.name(), INDEX, "registry-1.docker.io");

  private DockerHub() {}

  /** The host that stands for all names of a registry: Docker Hub has three, others have one. */
  public static RegistryHost canonical(RegistryHost host) {
    return host.port().isEmpty() && NAMES.contains(host.name()) ? HOST : host;
  }

  /**
   * Returns an image as kubelet passes it on: {@code nginx} is {@code docker.io/library/nginx}, and
   * {@code team/app} is {@code docker.io/team/app}. Images of other registries are left as they
   * are.
   */
  public static String expand(String image) {
    String host = ImageReference.host(image);
    if (!ImageReference.isRegistry(host)) {
      return atHost(image);
    }
    return host.equals(HOST.name()) || host.equals(INDEX)
        ? atHost(image.substring(host.length() + 1))
        : image;
  }

  private static String atHost(String path) {
    return HOST + (path.contains("/") ? "/" : "/library/") + path;
  }
}
