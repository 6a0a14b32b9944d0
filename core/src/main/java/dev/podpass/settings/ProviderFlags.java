// SPDX-License-Identifier: Apache-2.0
package dev.podpass.settings;

import dev.podpass.pull.Providers;
import dev.podpass.spi.RegistryCredentialProvider;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The flags of each provider's options. */
public final class ProviderFlags {
  /** Made with this class: in a native image, while that is built. */
  private static final Map<RegistryCredentialProvider, List<Flag<?>>> DISCOVERED =
      Providers.found().stream()
          .collect(Collectors.toUnmodifiableMap(Function.identity(), ProviderFlags::make));

  private ProviderFlags() {}

  /** The flags of a provider, in the order of its options. */
  public static List<Flag<?>> of(RegistryCredentialProvider provider) {
    List<Flag<?>> discovered = DISCOVERED.get(provider);
    return discovered == null ? make(provider) : discovered;
  }

  private static List<Flag<?>> make(RegistryCredentialProvider provider) {
    return provider.options().stream().<Flag<?>>map(option -> Flag.of(provider, option)).toList();
  }
}
