// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import dev.podpass.spi.image.RegistryHost;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The registry hosts that a provider serves, said once: kubelet's {@code matchImages}, whether a
 * pull is the provider's, and whether two providers claim the same host follow from it.
 *
 * @since 0.1
 */
public final class Hosts {
  private final List<String> patterns;
  private final Predicate<RegistryHost> serves;
  private final List<RegistryHost> named;

  private Hosts(List<String> patterns, Predicate<RegistryHost> serves, List<RegistryHost> named) {
    this.patterns = List.copyOf(patterns);
    this.serves = serves;
    this.named = List.copyOf(named);
  }

  /**
   * {@return the hosts that the operator has named in options, and no others}
   *
   * @param hosts not empty, unless the provider serves nothing without them
   */
  public static Hosts named(List<RegistryHost> hosts) {
    return new Hosts(List.of(), _ -> false, hosts);
  }

  /**
   * {@return the hosts of a cloud}
   *
   * @param patterns for every form of host that is served; a {@code *} matches one label
   * @param serves an exact match of host and port. Must be cheap and load no class of an SDK,
   *     because every pull asks every provider
   */
  public static Hosts matching(List<String> patterns, Predicate<RegistryHost> serves) {
    return new Hosts(patterns, serves, List.of());
  }

  /**
   * {@return these hosts, and those that the operator has named}
   *
   * @param hosts empty if the operator has named none
   */
  public Hosts and(List<RegistryHost> hosts) {
    return new Hosts(patterns, serves, hosts);
  }

  /** {@return the patterns of kubelet's {@code matchImages}} */
  public List<String> matchImages() {
    return Stream.concat(
            patterns.stream(), named.stream().filter(serves.negate()).map(RegistryHost::toString))
        .toList();
  }

  /**
   * {@return whether a registry is served}
   *
   * @param host with the port, if the image names one
   */
  public boolean serves(RegistryHost host) {
    return named.contains(host) || serves.test(host);
  }

  /** {@return the hosts that the operator has named; no other provider may serve one of them} */
  public List<RegistryHost> named() {
    return named;
  }
}
