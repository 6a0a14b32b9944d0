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
  private ReplacedArguments() {}

  /** Returns the options of podpass that take over the meaning of the arguments. */
  public static Map<String, String> takenOver(ReplacedPlugin plugin, List<String> arguments) {
    Map<String, String> given = new LinkedHashMap<>();
    Iterator<String> rest = arguments.iterator();
    while (rest.hasNext()) {
      String argument = rest.next();
      String name = plugin.options().get(argument.split("=", 2)[0]);
      if (argument.startsWith("-") && name != null) {
        given.put(name, value(plugin, argument, rest));
      } else if (argument.startsWith("/") && plugin.options().containsKey(ReplacedPlugin.FILE)) {
        given.put(ReplacedPlugin.FILE, argument);
      }
    }
    Map<String, String> options = new LinkedHashMap<>(plugin.meaning().apply(given));
    options.keySet().retainAll(plugin.takenOver());
    return options;
  }

  private static String value(ReplacedPlugin plugin, String argument, Iterator<String> rest) {
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
