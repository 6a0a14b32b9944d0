// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import dev.podpass.spi.ProviderOption;
import java.util.List;

/** The options of the provider that passes the pod's token through. */
final class PassthroughOptions {
  static final EntryOptions ENTRY = EntryOptions.ofPassthrough();

  static final ProviderOption<String> USERNAME =
      ProviderOption.of(
              "username",
              "NAME",
              "The user name of the pod's token; Zot takes any, Harbor with 8gears' extension needs"
                  + " jwt.",
              UserName.PARSER)
          .withDefault("jwt");

  private PassthroughOptions() {}

  static List<ProviderOption<?>> all() {
    return List.of(ENTRY.registry(), ENTRY.audience(), USERNAME);
  }
}
