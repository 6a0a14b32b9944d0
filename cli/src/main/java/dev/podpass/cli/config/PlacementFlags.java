// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.config;

import dev.podpass.admin.kubeletconfig.ConfigMerge.Placement;
import dev.podpass.cli.options.Arguments;
import dev.podpass.core.settings.Flag;
import dev.podpass.core.settings.PluginFlags;
import dev.podpass.spi.FallbackPolicy.Fallback;
import dev.podpass.spi.ProviderOption;
import java.util.Locale;
import java.util.Map;

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
    arguments.requireAtMostOne(FIRST, REPLACE);
    if (arguments.get(FIRST)) {
      return new Placement.First();
    }
    return arguments
        .find(REPLACE)
        .<Placement>map(Placement.Replacing::new)
        .orElseGet(Placement.Last::new);
  }
}
