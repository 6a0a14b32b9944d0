// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import java.util.Set;
import java.util.regex.Pattern;

/** The audience of the tokens that one registry takes. */
final class TokenAudience {
  private static final Pattern FORM = Pattern.compile("[!-~]{1,512}");

  /** A token for one of these is of use elsewhere than at a registry. */
  private static final Set<String> OF_OTHERS =
      Set.of(
          "sts.amazonaws.com",
          "api",
          "kubernetes.default.svc",
          "https://kubernetes.default.svc",
          "https://kubernetes.default.svc.cluster.local");

  private TokenAudience() {}

  /**
   * Parses an audience.
   *
   * @throws IllegalArgumentException if it cannot be one, or is that of another service
   */
  static String parse(String text) {
    String audience = OptionText.matching(FORM, text, "must be an audience, without spaces");
    if (OF_OTHERS.contains(audience)) {
      throw new IllegalArgumentException(
          "must be an audience of the registry: a token for this one can be used elsewhere");
    }
    return audience;
  }
}
