// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.config;

import dev.podpass.core.pull.FallbackPolicy.Fallback;
import dev.podpass.core.settings.Flag;
import dev.podpass.core.settings.PluginFlags;
import dev.podpass.spi.ProviderOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Flags of the {@code config} commands. */
public final class ConfigOptions {
  public static final Flag<List<String>> PROVIDERS =
      Flag.plainList(
          ProviderOption.of(
              "providers",
              "ID[,ID]",
              "The providers, in the order in which kubelet tries them.",
              text -> List.of(text.split(",", -1))));

  public static final Flag<String> NAME =
      Flag.plain(
          ProviderOption.of(
                  "name",
                  "NAME",
                  "Prefix of entry names; a hyphen and the provider's id follow.",
                  ProviderOption.matching(
                      "[a-z0-9][a-z0-9._-]{0,99}",
                      "must be a plain file name in lower case of at most 100 letters"))
              .withDefault("podpass"));

  public static final Flag<EntryVariable> ENV =
      Flag.plainList(
          ProviderOption.of(
              "env",
              "NAME=VALUE",
              "A variable for podpass's environment, such as HTTPS_PROXY; NAME=@FILE reads a secret"
                  + " value from a file; may be repeated.",
              EntryVariable::parse));

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

  private ConfigOptions() {}
}
