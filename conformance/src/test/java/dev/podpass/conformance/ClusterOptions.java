// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.exchange.FakeExchanges;
import java.util.ArrayList;
import java.util.List;

/** What podpass serves in the cluster: the clouds, and registries of the operator's own. */
final class ClusterOptions {
  static final String CLOUDS = "ecr,gar,acr";

  private static final String[] REGISTRIES = {
    "--exchange-registry=" + ClusterNode.OWN_REGISTRY,
    "--exchange-url=https://" + FakeExchanges.TOKEN_EXCHANGE + "/rfc8693",
    "--exchange-fields=scope=pull",
    "--exchange-username=" + ExampleWorld.OWN_USER,
    "--passthrough-registry=" + ClusterNode.ZOT
  };

  private ClusterOptions() {}

  /** A command that prints something for all of them. */
  static List<String> commandLine(String command, String... options) {
    List<String> all = new ArrayList<>(List.of(REGISTRIES));
    all.addAll(List.of(options));
    return Configuration.commandLine(
        command, CLOUDS + ",exchange,passthrough", all.toArray(String[]::new));
  }
}
