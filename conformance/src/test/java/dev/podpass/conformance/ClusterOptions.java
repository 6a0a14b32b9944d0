// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import dev.podpass.testkit.RegistryOptions;
import java.util.ArrayList;
import java.util.List;

/** What podpass serves in the cluster: the clouds, and registries of the operator's own. */
final class ClusterOptions {
  static final String CLOUDS = "ecr,gar,acr";

  private ClusterOptions() {}

  /** A command that prints something for all of them. */
  static List<String> commandLine(String command, String... options) {
    List<String> all = new ArrayList<>(RegistryOptions.ofItsOwnRegistry());
    all.add("--passthrough-registry=" + ClusterNode.ZOT);
    all.addAll(List.of(options));
    return Configuration.commandLine(
        command, CLOUDS + ",exchange,passthrough", all.toArray(String[]::new));
  }
}
