// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.settings;

import dev.podpass.core.pull.Providers;
import dev.podpass.spi.RegistryCredentialProvider;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  private final List<Flag<?>> settings;
  private final List<Flag<?>> flags;
  private final Set<String> names;

  private ProviderFlags(RegistryCredentialProvider provider) {
    settings =
        provider.options().stream().<Flag<?>>map(option -> Flag.of(provider, option)).toList();
    flags = settings.stream().filter(flag -> !flag.option().isVariable()).toList();
    names =
        settings.stream()
            .flatMap(flag -> Stream.concat(Stream.of(flag.name()), flag.variables().stream()))
            .collect(Collectors.toUnmodifiableSet());
  }

  public static List<Flag<?>> of(RegistryCredentialProvider provider) {
    return all(provider).flags;
  }

  /** The flags of the plugin and of these providers; one that providers share is there for each. */
  public static Stream<Flag<?>> withPlugin(List<RegistryCredentialProvider> providers) {
    return Stream.concat(
        PluginFlags.all().stream(), providers.stream().flatMap(provider -> of(provider).stream()));
  }

  /** The flags that only this provider has. */
  public static List<Flag<?>> own(RegistryCredentialProvider provider) {
    String prefix = "--" + provider.id() + "-";
    return of(provider).stream().filter(flag -> flag.name().startsWith(prefix)).toList();
  }

  /** The flags that several of these providers may have, each once. */
  public static List<Flag<?>> shared(Providers providers) {
    Map<String, Flag<?>> shared = new LinkedHashMap<>();
    for (RegistryCredentialProvider provider : providers.all()) {
      of(provider).forEach(flag -> shared.putIfAbsent(flag.name(), flag));
    }
    providers.all().forEach(provider -> own(provider).forEach(flag -> shared.remove(flag.name())));
    return List.copyOf(shared.values());
  }

  /** A provider's flags, and the settings that only a variable sets. */
  static List<Flag<?>> settings(RegistryCredentialProvider provider) {
    return all(provider).settings;
  }

  static Set<String> names(RegistryCredentialProvider provider) {
    return all(provider).names;
  }

  private static ProviderFlags all(RegistryCredentialProvider provider) {
    ProviderFlags found = FOUND.get(provider);
    return found == null ? new ProviderFlags(provider) : found;
  }
}
