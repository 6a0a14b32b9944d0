// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.config;

import dev.podpass.core.settings.Flag;
import dev.podpass.spi.ProviderOption;
import java.util.List;

/** Flags of the {@code config} commands. */
public final class ConfigOptions {
  public static final Flag<List<String>> PROVIDERS =
      Flag.plainList(
          ProviderOption.of(
              "providers",
              "ID[,ID]",
              "The providers, in the order in which kubelet is to try them.",
              text -> List.of(text.split(",", -1))));

  public static final Flag<String> NAME =
      Flag.plain(
          ProviderOption.of(
                  "name",
                  "NAME",
                  "Prefix of entry names; a hyphen and the provider's id follow.",
                  ProviderOption.matching(
                      "[a-z0-9][a-z0-9._-]*", "must be a plain file name in lower case"))
              .withDefault("podpass"));

  public static final Flag<EntryVariable> ENV =
      Flag.plainList(
          ProviderOption.of(
              "env",
              "NAME=VALUE",
              "A variable for podpass's environment, such as HTTPS_PROXY; NAME=@FILE reads a secret"
                  + " value from a file; may be repeated.",
              EntryVariable::parse));

  private ConfigOptions() {}
}
