// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.options;

import dev.podpass.core.settings.Flag;
import dev.podpass.spi.ProviderOption;
import java.util.List;

/** Flags of commands that read tokens or requests. */
public final class TokenOptions {
  public static final Flag<List<String>> AUDIENCE =
      Flag.plainList(
          ProviderOption.of(
              "audience",
              "AUDIENCE[,AUDIENCE]",
              "The expected audience; may be repeated: the token must have exactly one of them.",
              TokenOptions::audiences));

  public static final Flag<String> ISSUER =
      Flag.plain(
          ProviderOption.text(
              "issuer",
              "URL",
              "The expected issuer; its keys are fetched from there unless --token-jwks is"
                  + " given."));

  public static final Flag<Boolean> JSON =
      Flag.plain(ProviderOption.flag("json", "Print JSON, for programs."));

  private TokenOptions() {}

  private static List<String> audiences(String text) {
    List<String> audiences = List.of(text.split(",", -1));
    if (audiences.contains("")) {
      throw new IllegalArgumentException("must be AUDIENCE[,AUDIENCE]");
    }
    return audiences;
  }
}
