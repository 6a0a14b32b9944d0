// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.docker;

import static java.util.stream.Collectors.toMap;

import dev.podpass.core.protocol.DockerHub;
import dev.podpass.core.pull.ConfiguredProviders;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.image.RegistryHost;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The registries that a client is to get credentials of, by exact host: {@code credHelpers} has no
 * patterns.
 */
final class ClientRegistries {
  private static final String DOCKER_HUB_KEY = "https://index.docker.io/v1/";

  private ClientRegistries() {}

  /** The registries of images, and those that options name, each with its provider. */
  static Map<String, RegistryCredentialProvider> served(
      List<String> images, ConfiguredProviders configured) {
    Stream<String> named =
        configured.providers().all().stream()
            .flatMap(provider -> configured.named(provider).stream())
            .map(RegistryHost::toString);
    Map<String, RegistryCredentialProvider> served =
        Stream.concat(images.stream().map(ClientRegistries::host), named)
            .distinct()
            .collect(toMap(host -> host, host -> provider(host, configured)));
    if (served.isEmpty()) {
      throw new CredentialException(
          Kind.USAGE,
          "no registry is named, and credHelpers of config.json has no patterns",
          "name the registry hosts, or images of them, as arguments");
    }
    return served;
  }

  /** What docker clients and kubelet look for; podman looks for the host of Docker Hub, too. */
  static String key(String host) {
    return host.equals(DockerHub.HOST.name()) ? DOCKER_HUB_KEY : host;
  }

  /** The host as it is written. A name without a host and a path is taken for a host. */
  static String host(String image) {
    return image.contains("/")
        ? ImageReference.parse(DockerHub.expand(image)).host()
        : ImageReference.ofRegistry(image).host();
  }

  /** The audience of the token that a registry's exchange needs. */
  static String audience(
      String host, RegistryCredentialProvider provider, ConfiguredProviders configured) {
    return configured.kubelet(RegistryHost.parse(host), Optional.empty(), provider).audience();
  }

  static RegistryCredentialProvider provider(String host, ConfiguredProviders configured) {
    return configured
        .find(RegistryHost.parse(host))
        .orElseThrow(() ->
            new CredentialException(
                Kind.BAD_REQUEST,
                "no provider serves the registry " + host,
                host.matches("[^.:]+")
                    ? "for an image of Docker Hub, write %s/library/%s"
                        .formatted(DockerHub.HOST, host)
                    : "leave it out, or set the options that name it"));
  }
}
