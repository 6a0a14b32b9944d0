// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import dev.podpass.spi.RegistryCredentialProvider.ReplacedPlugin;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the arguments of an entry of a plugin that podpass replaces. */
public final class ReplacedArguments {
  private final ReplacedPlugin plugin;
  private final Map<String, String> options = new LinkedHashMap<>();

  private ReplacedArguments(ReplacedPlugin plugin) {
    this.plugin = plugin;
  }

  /** Returns the options of podpass that the arguments stand for, with their values. */
  public static Map<String, String> read(ReplacedPlugin plugin, List<String> arguments) {
    ReplacedArguments reader = new ReplacedArguments(plugin);
    Iterator<String> rest = arguments.iterator();
    while (rest.hasNext()) {
      reader.read(rest.next(), rest);
    }
    return plugin.meaning().apply(reader.options);
  }

  private void read(String argument, Iterator<String> rest) {
    String name = plugin.options().get(argument.split("=", 2)[0]);
    if (argument.startsWith("-") && name != null) {
      options.put(name, value(argument, rest));
    } else if (argument.startsWith("/") && plugin.options().containsKey(ReplacedPlugin.FILE)) {
      options.put(ReplacedPlugin.FILE, argument);
    }
  }

  private String value(String argument, Iterator<String> rest) {
    int equals = argument.indexOf('=');
    if (equals < 0 && !rest.hasNext()) {
      throw new CredentialException(
          Kind.USAGE, "%s of %s has no value".formatted(argument, plugin.name()));
    }
    String value = equals < 0 ? rest.next() : argument.substring(equals + 1);
    if (value.isBlank()) {
      throw new CredentialException(
          Kind.USAGE, "%s of %s is empty".formatted(argument.split("=", 2)[0], plugin.name()));
    }
    return value;
  }
}
