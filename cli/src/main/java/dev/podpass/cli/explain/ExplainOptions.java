// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.explain;

import dev.podpass.cli.options.KubernetesNames;
import dev.podpass.core.settings.Flag;
import dev.podpass.spi.ProviderOption;

/** Flags of {@code explain}. */
public final class ExplainOptions {
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
              ProviderOption.matching("(?s)[^=]+=.*", "must be KEY=VALUE")));

  public static final Flag<String> SERVICE_ACCOUNT =
      Flag.plain(
          ProviderOption.of(
                  "service-account",
                  "NAMESPACE/NAME",
                  "Service account of the assumed token, if no token is given.",
                  KubernetesNames.ACCOUNT)
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
}
