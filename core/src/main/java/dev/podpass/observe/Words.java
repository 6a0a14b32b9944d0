// SPDX-License-Identifier: Apache-2.0
package dev.podpass.observe;

import java.util.Locale;

/** Constants as machines read them. */
final class Words {
  private Words() {}

  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
