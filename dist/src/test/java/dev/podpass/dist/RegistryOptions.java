// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.exchange.FakeExchanges;

/** The options by which podpass serves the registries of the example world, all at once. */
final class RegistryOptions {
  private RegistryOptions() {}

  static String[] ofTheExampleWorld() {
    return new String[] {
      "--jfrog-registry=mycompany.jfrog.io",
      "--jfrog-provider-name=" + ExampleWorld.JFROG_PROVIDER,
      "--cloudsmith-organization=" + ExampleWorld.CLOUDSMITH_ORGANIZATION,
      "--exchange-registry=" + ExampleWorld.OWN_REGISTRY,
      "--exchange-url=https://" + FakeExchanges.TOKEN_EXCHANGE + "/rfc8693",
      "--exchange-fields=scope=pull",
      "--exchange-username=puller"
    };
  }
}
