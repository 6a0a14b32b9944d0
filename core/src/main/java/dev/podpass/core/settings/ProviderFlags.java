// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.settings;

import dev.podpass.core.pull.Providers;
import dev.podpass.spi.RegistryCredentialProvider;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The flags of each provider's options. */
public final class ProviderFlags {
  /** Made with this class: in a native image, while that is built. */
  private static final IdentityHashMap<RegistryCredentialProvider, ProviderFlags> FOUND =
      new IdentityHashMap<>();

  static {
    Providers.found().forEach(provider -> FOUND.put(provider, new ProviderFlags(provider)));
  }

  private final List<Flag<?>> flags;
  private final Set<String> names;

  private ProviderFlags(RegistryCredentialProvider provider) {
    flags = provider.options().stream().<Flag<?>>map(option -> Flag.of(provider, option)).toList();
    names =
        flags.stream()
            .flatMap(flag -> Stream.concat(Stream.of(flag.name()), flag.variables().stream()))
            .collect(Collectors.toUnmodifiableSet());
  }

  /** The flags of a provider, in the order of its options. */
  public static List<Flag<?>> of(RegistryCredentialProvider provider) {
    return all(provider).flags;
  }

  /** The names of a provider's flags and of their variables. */
  static Set<String> names(RegistryCredentialProvider provider) {
    return all(provider).names;
  }

  private static ProviderFlags all(RegistryCredentialProvider provider) {
    ProviderFlags found = FOUND.get(provider);
    return found == null ? new ProviderFlags(provider) : found;
  }
}
