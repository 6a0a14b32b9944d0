// SPDX-License-Identifier: Apache-2.0
package dev.podpass.http;

import java.net.InetAddress;
import java.util.Optional;

/** An address written as a host, with or without the brackets of IPv6. */
final class IpLiteral {
  private IpLiteral() {}

  /** The address, or nothing if the host is a name; nothing is resolved. */
  static Optional<InetAddress> parse(String host) {
    boolean brackets = host.startsWith("[") && host.endsWith("]");
    String literal = brackets ? host.substring(1, host.length() - 1) : host;
    try {
      return Optional.of(InetAddress.ofLiteral(literal));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
