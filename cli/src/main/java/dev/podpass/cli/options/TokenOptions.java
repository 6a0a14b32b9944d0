// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.options;

import dev.podpass.settings.Flag;
import dev.podpass.spi.ProviderOption;
import java.util.List;

/** What commands that look at tokens and requests take. */
public final class TokenOptions {
  public static final Flag<List<String>> AUDIENCE =
      Flag.plain(
          ProviderOption.of(
              "audience",
              "AUDIENCE[,AUDIENCE]",
              "What the token must be meant for: exactly one of these.",
              text -> List.of(text.split(",", -1))));

  public static final Flag<String> ISSUER =
      Flag.plain(
          ProviderOption.text(
              "issuer",
              "URL",
              "Who must have issued it; its keys are fetched from there unless --token-jwks is"
                  + " given."));

  public static final Flag<Boolean> JSON =
      Flag.plain(ProviderOption.flag("json", "Print JSON, for programs."));

  private TokenOptions() {}
}
