// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit;

import dev.podpass.testkit.exchange.FakeExchanges;
import java.util.List;
import java.util.stream.Stream;

/** The options by which podpass serves the registries of the example world. */
public final class RegistryOptions {
  private static final String JFROG =
      "--exchange-fields=provider_name=" + ExampleWorld.JFROG_PROVIDER;

  private static final String CLOUDSMITH =
      "--exchange-fields=organization=" + ExampleWorld.CLOUDSMITH_ORGANIZATION;

  private RegistryOptions() {}

  /** The options of the provider of an image, and the provider. */
  public static String[] of(String image) {
    if (image.startsWith("quay.io")) {
      return new String[] {"--provider=quay"};
    }
    if (image.startsWith("cgr.dev")) {
      return new String[] {"--provider=chainguard"};
    }
    if (image.startsWith(FakeExchanges.JFROG)) {
      return new String[] {"--provider=jfrog", "--registry=" + FakeExchanges.JFROG, JFROG};
    }
    if (image.startsWith("docker.cloudsmith.io")) {
      return new String[] {"--provider=cloudsmith", CLOUDSMITH};
    }
    if (image.equals(ExampleWorld.STORED_IMAGE)) {
      return new String[] {
        "--provider=vault",
        "--registry=ghcr.io",
        "--vault-url=https://" + FakeExchanges.VAULT,
        "--vault-role=pull",
        "--vault-secret=secret/data/pull/{namespace}/{serviceaccount}"
      };
    }
    return image.startsWith(ExampleWorld.OWN_REGISTRY)
        ? Stream.concat(Stream.of("--provider=exchange"), ofItsOwnRegistry().stream())
            .toArray(String[]::new)
        : new String[0];
  }

  /** The registry whose tokens are exchanged by a service of its operator. */
  public static List<String> ofItsOwnRegistry() {
    return List.of(
        "--registry=" + ExampleWorld.OWN_REGISTRY,
        "--exchange-url=https://" + FakeExchanges.TOKEN_EXCHANGE + "/rfc8693",
        "--exchange-fields=scope=pull",
        "--exchange-username=" + ExampleWorld.OWN_USER);
  }
}
