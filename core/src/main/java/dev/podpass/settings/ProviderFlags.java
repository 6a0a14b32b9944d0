// SPDX-License-Identifier: Apache-2.0
package dev.podpass.settings;

import dev.podpass.pull.Providers;
import dev.podpass.spi.RegistryCredentialProvider;
import java.util.IdentityHashMap;
import java.util.List;

/** The flags of each provider's options. */
public final class ProviderFlags {
  /** Made with this class: in a native image, while that is built. */
  private static final IdentityHashMap<RegistryCredentialProvider, List<Flag<?>>> FOUND =
      new IdentityHashMap<>();

  static {
    Providers.found().forEach(provider -> FOUND.put(provider, make(provider)));
  }

  private ProviderFlags() {}

  /** The flags of a provider, in the order of its options. */
  public static List<Flag<?>> of(RegistryCredentialProvider provider) {
    List<Flag<?>> found = FOUND.get(provider);
    return found == null ? make(provider) : found;
  }

  private static List<Flag<?>> make(RegistryCredentialProvider provider) {
    return provider.options().stream().<Flag<?>>map(option -> Flag.of(provider, option)).toList();
  }
}
