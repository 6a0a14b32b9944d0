// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.config;

import dev.podpass.admin.kubeletconfig.Placement;
import dev.podpass.cli.options.Arguments;
import dev.podpass.core.settings.Flag;
import dev.podpass.core.settings.PluginFlags;
import dev.podpass.spi.FallbackPolicy.Fallback;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Where podpass's entries go among the others of a configuration. */
public final class PlacementFlags {
  public static final Flag<Boolean> FIRST =
      Flag.plain(
          ProviderOption.flag(
              "first",
              "Put the entries before all others: kubelet tries their credentials first."));
  public static final Flag<String> REPLACE =
      Flag.plain(
          ProviderOption.of(
              "replace",
              "NAME",
              "Replace this entry, such as the cloud's own plugin, for the images"
                  + " that one of the providers serves; it stays for others.",
              ProviderOption.matching("(?s).*\\S.*", "must be the name of an entry")));

  /** How {@link #FIRST} answers pods that another entry is there for. */
  static final Map<String, String> OF_FIRST =
      Map.of(PluginFlags.OTHERWISE.name(), Fallback.ANONYMOUS.name().toLowerCase(Locale.ROOT));

  private PlacementFlags() {}

  public static Placement placement(Arguments arguments) {
    boolean first = arguments.get(FIRST);
    Optional<String> replaced = arguments.find(REPLACE);
    if (replaced.isEmpty()) {
      return first ? new Placement.First() : new Placement.Last();
    }
    if (first) {
      throw new CredentialException(
          Kind.USAGE, "--first and --replace exclude each other", "choose one of them");
    }
    return new Placement.Replacing(replaced.get());
  }
}
