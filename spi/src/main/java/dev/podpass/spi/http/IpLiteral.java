// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.http;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An IP address literal as a host, with or without the brackets of IPv6; parsed as strictly as in
 * Go. The system's resolver also accepts {@code 192.0.519} and {@code 3221225991}; here these are
 * names.
 *
 * @since 0.1
 */
public final class IpLiteral {
  private static final String OCTET = "(?:0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])";
  private static final Pattern IPV4 = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}");
  private static final Pattern IPV6 =
      Pattern.compile("[0-9a-fA-F:]*:(?:[0-9a-fA-F]*|" + IPV4 + ")(?:%[^%]+)?");

  private IpLiteral() {}

  /**
   * {@return the address; empty if the host is a name} Nothing is resolved.
   *
   * @param host without a port
   */
  public static Optional<InetAddress> parse(String host) {
    boolean brackets = host.startsWith("[") && host.endsWith("]");
    String literal = brackets ? host.substring(1, host.length() - 1) : host;
    if (!IPV4.matcher(literal).matches() && !IPV6.matcher(literal).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(literal));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
