// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.config;

import dev.podpass.admin.kubeletconfig.ConfigFile;
import dev.podpass.admin.kubeletconfig.FileEntry;
import dev.podpass.admin.kubeletconfig.ReplacedArguments;
import dev.podpass.cli.options.Arguments;
import dev.podpass.core.pull.Providers;
import dev.podpass.core.settings.FlagTexts;
import dev.podpass.core.settings.ProviderFlags;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.RegistryCredentialProvider.ReplacedPlugin;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The options that an entry takes over from the entry of the cloud's own plugin that it replaces.
 * An entry that has replaced that one already keeps its own, so that a merge can be repeated.
 */
record TakenOverOptions(RegistryCredentialProvider provider, ReplacedPlugin plugin, String own) {
  Map<String, String> in(String text) {
    List<FileEntry> entries = ConfigFile.read(text).entries();
    return named(entries, plugin.name())
        .map(stock -> ReplacedArguments.takenOver(plugin, stock.arguments()))
        .or(() -> named(entries, own).map(this::kept))
        .orElse(Map.of());
  }

  private Map<String, String> kept(FileEntry entry) {
    Map<String, String> options = new LinkedHashMap<>();
    FlagTexts texts =
        Arguments.parser(Providers.of(List.of(provider))).parse(entry.arguments(), Map.of());
    ProviderFlags.withPlugin(List.of(provider))
        .filter(flag -> plugin.takenOver().contains(flag.name()))
        .forEach(flag -> texts.text(flag).ifPresent(set -> options.put(flag.name(), set.value())));
    return options;
  }

  private static Optional<FileEntry> named(List<FileEntry> entries, String name) {
    return entries.stream().filter(entry -> entry.label().equals(name)).findFirst();
  }
}
