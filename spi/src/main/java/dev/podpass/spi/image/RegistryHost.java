// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.image;

import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.secret.Redaction;
import java.net.InetAddress;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The host of a registry, with its port. Hosts are compared without case, as DNS does.
 *
 * @param name a DNS name, an IPv4 address, or an IPv6 address in brackets; in lower case
 * @param port the port, if the image names one
 * @see <a href="https://github.com/distribution/reference">the grammar of image references</a>
 * @since 0.1
 */
public record RegistryHost(String name, OptionalInt port) {
  private static final int MAX_NAME = 253;
  private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
  private static final Pattern DNS_NAME = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*");
  private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-f:]+(?:[0-9.]+)?]");
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("(?<name>\\[[^]]*]|[^:]*)(?::(?<port>[1-9][0-9]{0,4}))?");

  /** Validates the name against the grammar, and makes it lower case. */
  public RegistryHost {
    name = name.toLowerCase(Locale.ROOT);
    if (!isName(name)) {
      throw malformed(name);
    }
    if (port.isPresent() && (port.getAsInt() < 1 || port.getAsInt() > 65_535)) {
      throw malformed(name + ":" + port.getAsInt());
    }
  }

  /**
   * {@return the parsed host, from {@code host[:port]}}
   *
   * @param text in upper or lower case
   * @throws CredentialException of kind {@code BAD_REQUEST} for anything else: user information, a
   *     scheme, a trailing dot, an empty label
   */
  public static RegistryHost parse(String text) {
    Matcher matcher = HOST_AND_PORT.matcher(text);
    if (!matcher.matches()) {
      throw malformed(text);
    }
    String port = matcher.group("port");
    return new RegistryHost(
        matcher.group("name"),
        port == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(port)));
  }

  private static boolean isName(String name) {
    if (name.length() > MAX_NAME) {
      return false;
    }
    return DNS_NAME.matcher(name).matches()
        || (IPV6.matcher(name).matches() && isIpv6(name.substring(1, name.length() - 1)));
  }

  private static boolean isIpv6(String literal) {
    try {
      var _ = InetAddress.ofLiteral(literal);
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static CredentialException malformed(String text) {
    return new CredentialException(
        Kind.BAD_REQUEST, Redaction.quoted(text) + " is not a registry host (host[:port])");
  }

  /** Written out, as is the hash, because a JVM links a record's own at the first call. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RegistryHost host && name.equals(host.name) && port.equals(host.port);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + port.hashCode();
  }

  /** {@code host[:port]}, in lower case. */
  @Override
  public String toString() {
    return port.isPresent() ? name + ":" + port.getAsInt() : name;
  }
}
