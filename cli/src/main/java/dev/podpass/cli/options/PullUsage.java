// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.options;

import dev.podpass.core.pull.Providers;
import dev.podpass.spi.RegistryCredentialProvider;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The picocli model of one pull: the options of the plugin, and those of the providers that the
 * arguments name. Picocli writes to every option of a model, and in a native executable each page
 * of the image that is written to is copied first.
 */
final class PullUsage {
  /** Built with this class: in a native image, while that is built. A model is for one parse. */
  private static final AtomicReference<@Nullable PullUsage> PREPARED =
      new AtomicReference<>(new PullUsage(Providers.discover()));

  private final CommandLine line = Usage.pluginOptions();
  private final Map<String, List<OptionSpec>> byProvider = new LinkedHashMap<>();
  private final Map<String, String> providerOf = new HashMap<>();

  PullUsage(Providers providers) {
    for (RegistryCredentialProvider provider : providers.all()) {
      List<OptionSpec> options = Usage.options(provider);
      byProvider.put(provider.id(), options);
      options.forEach(option -> providerOf.put(option.longestName(), provider.id()));
    }
  }

  /** Returns a model that parses these arguments as the model of all options does. */
  static CommandLine of(String... arguments) {
    PullUsage prepared = PREPARED.getAndSet(null);
    return (prepared == null ? new PullUsage(Providers.discover()) : prepared).taking(arguments);
  }

  /** Adds what these arguments need; to be called once. */
  CommandLine taking(String... arguments) {
    Set<String> named = named(arguments);
    byProvider.forEach((provider, options) -> {
      if (named.contains(provider)) {
        Usage.add(options, line.getCommandSpec());
      }
    });
    return line;
  }

  /** All providers, if an argument is not an option: a mistake, a value or a file. */
  private Set<String> named(String... arguments) {
    Map<String, OptionSpec> plugin = line.getCommandSpec().optionsMap();
    Set<String> named = new HashSet<>();
    for (String argument : arguments) {
      int end = argument.indexOf('=');
      String name = end < 0 ? argument : argument.substring(0, end);
      if (!plugin.containsKey(name)) {
        String provider = providerOf.get(name);
        if (provider == null) {
          return byProvider.keySet();
        }
        named.add(provider);
      }
    }
    return named;
  }
}
