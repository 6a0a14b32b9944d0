// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.config;

import dev.podpass.admin.kubeletconfig.ConfigFile;
import dev.podpass.admin.kubeletconfig.FileEntry;
import dev.podpass.cli.options.Arguments;
import dev.podpass.core.pull.Providers;
import dev.podpass.core.settings.FlagTexts;
import dev.podpass.core.settings.PluginFlags;
import dev.podpass.core.settings.ProviderFlags;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.RegistryCredentialProvider.ReplacedPlugin;
import dev.podpass.spi.failure.CredentialException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The options that an entry takes over from the entry of the cloud's own plugin that it replaces.
 * An entry that has replaced that one already keeps its own, so that a merge can be repeated.
 */
final class TakenOverOptions {
  private final RegistryCredentialProvider provider;
  private final String replaced;
  private final String own;

  /**
   * The options of a provider's entry.
   *
   * @param replaced the name of the entry that is replaced
   * @param own the name of the entry that takes over
   */
  TakenOverOptions(RegistryCredentialProvider provider, String replaced, String own) {
    this.provider = provider;
    this.replaced = replaced;
    this.own = own;
  }

  /**
   * Reads them from a configuration; empty if the replaced entry is not that of the provider's
   * cloud.
   *
   * @throws CredentialException of kind {@code USAGE} for an argument that podpass has no
   *     counterpart of
   */
  Map<String, String> in(String text) {
    return provider
        .replacedPlugin()
        .filter(plugin -> plugin.name().equals(replaced))
        .map(plugin -> in(ConfigFile.read(text).entries(), plugin))
        .orElse(Map.of());
  }

  private Map<String, String> in(List<FileEntry> entries, ReplacedPlugin plugin) {
    Map<String, String> options =
        named(entries, replaced)
            .map(stock -> ReplacedLineReader.read(plugin, stock.arguments()))
            .orElseGet(
                () -> named(entries, own).map(entry -> kept(entry, plugin)).orElse(Map.of()));
    Map<String, String> taken = new LinkedHashMap<>(options);
    taken.keySet().retainAll(plugin.takenOver());
    return taken;
  }

  private Map<String, String> kept(FileEntry entry, ReplacedPlugin plugin) {
    Map<String, String> options = new LinkedHashMap<>();
    FlagTexts texts =
        Arguments.parser(Providers.of(List.of(provider))).parse(entry.arguments(), Map.of());
    for (String option : plugin.takenOver()) {
      Stream.concat(PluginFlags.all().stream(), ProviderFlags.of(provider).stream())
          .filter(flag -> flag.name().equals(option))
          .flatMap(flag -> texts.text(flag).stream())
          .forEach(text -> options.put(option, text.value()));
    }
    return options;
  }

  private static Optional<FileEntry> named(List<FileEntry> entries, String name) {
    return entries.stream().filter(entry -> entry.label().equals(name)).findFirst();
  }
}
