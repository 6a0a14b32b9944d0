// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.options;

import dev.podpass.spi.ReplacedPlugin;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a command line of a plugin that podpass replaces; options of podpass may be among it. */
final class ReplacedLineReader {
  private final ReplacedPlugin plugin;
  private final Map<String, String> theirs = new LinkedHashMap<>();
  private final List<String> own = new ArrayList<>();
  private final List<String> withoutEffect = new ArrayList<>();

  ReplacedLineReader(ReplacedPlugin plugin, List<String> arguments) {
    this.plugin = plugin;
    Iterator<String> rest = arguments.iterator();
    while (rest.hasNext()) {
      read(rest.next(), rest);
    }
  }

  /** The values of the plugin's options, by their names. */
  Map<String, String> theirs() {
    return theirs;
  }

  /** The arguments that are podpass's. */
  List<String> own() {
    return own;
  }

  /** The plugin's options that mean nothing to podpass. */
  List<String> withoutEffect() {
    return withoutEffect;
  }

  private void read(String argument, Iterator<String> rest) {
    String option = argument.split("=", 2)[0];
    String name = plugin.options().get(option);
    boolean idle = plugin.withoutEffect().contains(name == null ? option : name);
    if (argument.startsWith("-") && name != null) {
      String value = value(argument, rest);
      if (idle) {
        withoutEffect.add(option + "=" + value);
      } else {
        theirs.put(name, value);
      }
    } else if (idle) {
      withoutEffect.add(argument);
    } else if (isFile(argument)) {
      theirs.put(ReplacedPlugin.FILE, argument);
    } else {
      own.add(argument);
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

  /** An absolute path, unless it is the value of an option of podpass. */
  private boolean isFile(String argument) {
    boolean value = !own.isEmpty() && own.getLast().matches("-[^=]*");
    return plugin.options().containsKey(ReplacedPlugin.FILE) && argument.startsWith("/") && !value;
  }
}
