// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.docker;

import dev.podpass.core.protocol.DockerHub;
import dev.podpass.core.pull.ConfiguredProviders;
import dev.podpass.spi.CredentialRequest;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.image.RegistryHost;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The registries that a client is to get credentials of, by exact host: {@code credHelpers} has no
 * patterns.
 */
final class ClientRegistries {
  private ClientRegistries() {}

  /** The registries of images, and those that options name, each with the audience of its token. */
  static SortedMap<String, String> audiences(List<String> images, ConfiguredProviders configured) {
    TreeMap<String, String> audiences = new TreeMap<>();
    images.stream().map(ClientRegistries::host).forEach(host -> add(host, configured, audiences));
    for (RegistryCredentialProvider provider : configured.providers().all()) {
      provider
          .namedRegistries(configured.settings(provider))
          .forEach(host -> add(host, configured, audiences));
    }
    if (audiences.isEmpty()) {
      throw new CredentialException(
          Kind.USAGE,
          "no registry is named, and credHelpers of config.json has no patterns",
          "name the registry hosts, or images of them, as arguments");
    }
    return audiences;
  }

  static RegistryHost host(String image) {
    return image.contains("/")
        ? ImageReference.parse(DockerHub.expand(image)).registry()
        : RegistryHost.parse(image);
  }

  private static void add(
      RegistryHost host, ConfiguredProviders configured, Map<String, String> audiences) {
    audiences.put(host.toString(), audience(host, provider(host, configured), configured));
  }

  /** The audience of the token that a registry's exchange needs. */
  static String audience(
      RegistryHost host, RegistryCredentialProvider provider, ConfiguredProviders configured) {
    CredentialRequest request =
        new CredentialRequest(ImageReference.ofRegistry(host), Map.of(), Optional.empty());
    return configured.kubelet(request, provider).audience();
  }

  static RegistryCredentialProvider provider(RegistryHost host, ConfiguredProviders configured) {
    return configured
        .find(host)
        .orElseThrow(() ->
            new CredentialException(
                Kind.BAD_REQUEST,
                "no provider serves the registry " + host,
                "leave it out, or set the options that name it"));
  }
}
