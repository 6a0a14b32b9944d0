// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http.proxy;

import java.net.IDN;

/** Converts internationalised domain names to ASCII. */
final class DomainNames {
  private DomainNames() {}

  /** The name in ASCII (RFC 3490); unchanged if it is ASCII or cannot be converted. */
  static String ascii(String name) {
    if (name.chars().allMatch(c -> c < 0x80)) {
      return name;
    }
    try {
      return name.startsWith(".") ? "." + IDN.toASCII(name.substring(1)) : IDN.toASCII(name);
    } catch (IllegalArgumentException _) {
      return name;
    }
  }
}
