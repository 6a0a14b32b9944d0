// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit;

import dev.podpass.testkit.exchange.FakeExchanges;
import java.util.List;
import java.util.stream.Stream;

/** The options by which podpass serves the registries of the example world. */
public final class RegistryOptions {
  private RegistryOptions() {}

  /** All that exchange tokens, at once. */
  public static String[] ofTheExampleWorld() {
    return Stream.concat(
            Stream.of(
                "--jfrog-registry=" + FakeExchanges.JFROG,
                "--jfrog-provider-name=" + ExampleWorld.JFROG_PROVIDER,
                "--cloudsmith-organization=" + ExampleWorld.CLOUDSMITH_ORGANIZATION),
            ofItsOwnRegistry().stream())
        .toArray(String[]::new);
  }

  /** The registry whose tokens are exchanged by a service of its operator. */
  public static List<String> ofItsOwnRegistry() {
    return List.of(
        "--exchange-registry=" + ExampleWorld.OWN_REGISTRY,
        "--exchange-url=https://" + FakeExchanges.TOKEN_EXCHANGE + "/rfc8693",
        "--exchange-fields=scope=pull",
        "--exchange-username=" + ExampleWorld.OWN_USER);
  }
}
