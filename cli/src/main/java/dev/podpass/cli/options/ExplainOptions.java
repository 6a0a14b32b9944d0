// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.options;

import dev.podpass.core.settings.Flag;
import dev.podpass.spi.ProviderOption;
import java.util.regex.Pattern;

/** Flags of {@code explain}. */
public final class ExplainOptions {
  private static final Pattern KEY_AND_VALUE = Pattern.compile("[^=]+=.*", Pattern.DOTALL);

  public static final Flag<String> TOKEN =
      Flag.plain(
          ProviderOption.text("token", "FILE", "The token that kubelet would send; - is stdin."));

  public static final Flag<String> REQUEST =
      Flag.plain(
          ProviderOption.text(
              "request", "FILE", "A whole CredentialProviderRequest instead; - is stdin."));

  public static final Flag<String> ANNOTATION =
      Flag.plainList(
          ProviderOption.of(
              "annotation",
              "KEY=VALUE",
              "An annotation of the service account; may be repeated.",
              ExplainOptions::annotation));

  public static final Flag<String> SERVICE_ACCOUNT =
      Flag.plain(
          ProviderOption.of(
                  "service-account",
                  "NAMESPACE/NAME",
                  "Service account of the assumed token, if no token is given.",
                  KubernetesNames::account)
              .withDefault("default/default"));

  public static final Flag<Boolean> WITHOUT =
      Flag.plain(
          ProviderOption.flag(
              "no-token", "Assume that kubelet sends no token, as for a static pod."));

  public static final Flag<Boolean> EXCHANGE =
      Flag.plain(
          ProviderOption.flag(
              "exchange", "Send the requests, and time each call; the password is not shown."));

  private ExplainOptions() {}

  private static String annotation(String text) {
    if (!KEY_AND_VALUE.matcher(text).matches()) {
      throw new IllegalArgumentException("must be KEY=VALUE");
    }
    return text;
  }
}
