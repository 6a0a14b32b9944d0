// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import dev.podpass.spi.Hosts;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.image.RegistryHost;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The options that every provider of this package has: the registries that an entry serves, by
 * default the service's own, and the audience of its tokens, by default the first registry's host.
 */
public record EntryOptions(
    String id, ProviderOption<List<RegistryHost>> registry, Optional<String> home) {
  static final ProviderOption<String> TOKEN_AUDIENCE = ProviderOption.tokenAudience();

  /** Parses a user name that an operator gives: a colon would end it in HTTP Basic. */
  static final Function<String, String> USER_NAME =
      ProviderOption.matching("[!-9;-~]{1,255}", "must be a user name, without spaces and colons");

  private static final ProviderOption<List<RegistryHost>> REGISTRY =
      ProviderOption.registries(
          "The registries to serve, and no others; the service's own if not set.");

  /** The options of a provider; without a registry of its own, one is to be named. */
  static EntryOptions of(String id, Optional<String> home) {
    return new EntryOptions(id, home.isPresent() ? REGISTRY : REGISTRY.required(), home);
  }

  /** The options of the provider without an exchange, which may stand beside one in a command. */
  static EntryOptions ofPassthrough() {
    return new EntryOptions(
        "passthrough",
        ProviderOption.of(
                "registry",
                "HOST[:PORT][,HOST]",
                "The registries to serve, and no others.",
                REGISTRY::parse)
            .required(),
        Optional.empty());
  }

  /** Whether it is the audience at the service's own registry. */
  boolean owns(String text) {
    return home.equals(Optional.of(text));
  }

  /** Those that the operator has named, otherwise the service's own. */
  Hosts hosts(ProviderSettings settings) {
    return settings
        .findValue(registry)
        .map(Hosts::named)
        .orElseGet(() -> Hosts.matching(home.stream().toList(), host -> owns(host.toString())));
  }

  /** The registries of an entry, which must have one. */
  List<RegistryHost> registries(ProviderSettings settings) {
    return settings
        .findValue(registry)
        .or(() -> home.map(host -> List.of(RegistryHost.parse(host))))
        .orElseGet(() -> settings.require(id, registry).value());
  }

  /** The one audience of an entry. */
  public String audience(ProviderSettings settings) {
    return settings
        .findValue(TOKEN_AUDIENCE)
        .orElseGet(() -> registries(settings).getFirst().name());
  }
}
