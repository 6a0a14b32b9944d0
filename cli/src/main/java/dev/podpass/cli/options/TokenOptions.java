// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.options;

import dev.podpass.core.settings.Flag;
import dev.podpass.spi.ProviderOption;

/** The flag of commands that print facts. */
public final class TokenOptions {
  public static final Flag<Boolean> JSON =
      Flag.plain(ProviderOption.flag("json", "Print JSON, for programs."));

  private TokenOptions() {}
}
