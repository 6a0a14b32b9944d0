// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.image.RegistryHost;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The options that every provider of this package has: the registries that an entry serves, and the
 * audience of its tokens.
 *
 * @param id of the provider
 * @param registry the registries
 * @param audience the audience; the first registry's host if it is not set
 */
public record EntryOptions(
    String id, ProviderOption<Registries> registry, ProviderOption<String> audience) {
  private static final Pattern AUDIENCE = Pattern.compile("[!-~]{1,512}");

  /** The options of a provider whose registry is to be named. */
  static EntryOptions of(String id) {
    return new EntryOptions(
        id,
        ProviderOption.of(
                "registry",
                "HOST[:PORT][,HOST]",
                "The registries that are served; no other host is.",
                Registries::parse)
            .required("registry"),
        ProviderOption.of(
            "token-audience",
            "AUDIENCE",
            "The audience that tokens must have; the host of the first registry if not given.",
            text -> OptionText.matching(AUDIENCE, text, "must be an audience, without spaces")));
  }

  /** The same options of a service that has a registry of its own. */
  EntryOptions withDefault(String host) {
    return new EntryOptions(id, registry.withDefault(host), audience);
  }

  /** Whether it is the audience at the service's own registry. */
  boolean owns(String text) {
    return registry.defaultValue().equals(Optional.of(text));
  }

  boolean serves(RegistryHost host, ProviderSettings settings) {
    return settings.find(registry).filter(all -> all.value().hosts().contains(host)).isPresent();
  }

  /** The registries that the operator has named. */
  List<RegistryHost> named(ProviderSettings settings) {
    return settings
        .find(registry)
        .filter(all -> !all.isDefault())
        .map(all -> all.value().hosts())
        .orElse(List.of());
  }

  /**
   * The registries of an entry.
   *
   * @throws CredentialException of kind {@code CONFIGURATION} if none is set
   */
  List<RegistryHost> registries(ProviderSettings settings) {
    return settings.require(id, registry).value().hosts();
  }

  /** The one audience of an entry. */
  public String audience(ProviderSettings settings) {
    return settings
        .find(audience)
        .map(Sourced::value)
        .orElseGet(() -> registries(settings).getFirst().name());
  }
}
