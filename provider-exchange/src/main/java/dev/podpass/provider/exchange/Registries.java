// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.image.RegistryHost;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The registries of one entry of kubelet's configuration.
 *
 * @param hosts each with its port, if it has one; at least one
 */
record Registries(List<RegistryHost> hosts) {

  Registries {
    hosts = List.copyOf(hosts);
  }

  /**
   * Parses {@code host[:port]}, several separated by commas.
   *
   * @throws IllegalArgumentException for anything else
   */
  static Registries parse(String text) {
    try {
      return new Registries(
          Arrays.stream(text.split(",", -1)).map(RegistryHost::parse).distinct().toList());
    } catch (CredentialException _) {
      throw new IllegalArgumentException(
          "must be registry hosts (lower-case host[:port]), separated by commas");
    }
  }

  @Override
  public String toString() {
    return hosts.stream().map(RegistryHost::toString).collect(Collectors.joining(","));
  }
}
