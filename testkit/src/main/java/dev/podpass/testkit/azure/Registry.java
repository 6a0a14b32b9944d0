// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A container registry. Each method gives another one that differs in that alone.
 *
 * @param loginServer such as {@code myregistry.azurecr.io}, with a hash in its name or without
 * @param tenant the id of the tenant whose tokens it takes
 * @param pullers the client ids of those who have AcrPull
 * @param regions where it has a regional endpoint
 */
public record Registry(
    String loginServer, String tenant, Set<String> pullers, Set<String> regions) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

  public Registry {
    String suffix =
        AzureCloud.ofRegistry(loginServer)
            .map(cloud -> "." + cloud.registrySuffix())
            .orElseThrow(() -> new IllegalArgumentException("of no cloud: " + loginServer));
    if (!NAME.matcher(loginServer.substring(0, loginServer.length() - suffix.length())).matches()) {
      throw new IllegalArgumentException("not a login server: " + loginServer);
    }
    pullers = Set.copyOf(pullers);
    regions = Set.copyOf(regions);
  }

  /** A registry without permissions. */
  public static Registry of(String loginServer, String tenant) {
    return new Registry(loginServer, tenant, Set.of(), Set.of());
  }

  /** Gives AcrPull to an application. */
  public Registry pulledBy(String clientId) {
    return new Registry(loginServer, tenant, with(pullers, clientId), regions);
  }

  /** Has an endpoint in a region, such as {@code eastus2}. */
  public Registry replicatedTo(String region) {
    return new Registry(loginServer, tenant, pullers, with(regions, region));
  }

  /** The regional endpoint's host. */
  public String endpoint(String region) {
    int dot = loginServer.indexOf('.');
    return loginServer.substring(0, dot) + "." + region + ".geo" + loginServer.substring(dot);
  }

  AzureCloud cloud() {
    return AzureCloud.ofRegistry(loginServer).orElseThrow();
  }

  boolean serves(String host) {
    return host.equals(loginServer)
        || regions.stream().anyMatch(region -> host.equals(endpoint(region)));
  }

  private static Set<String> with(Set<String> all, String more) {
    Set<String> some = new TreeSet<>(all);
    some.add(more);
    return some;
  }
}
