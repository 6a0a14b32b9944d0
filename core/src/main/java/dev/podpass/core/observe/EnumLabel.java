// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.observe;

import java.util.Locale;

/** The text of an enum constant as a metric label and in audit lines. */
final class EnumLabel {
  private EnumLabel() {}

  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
