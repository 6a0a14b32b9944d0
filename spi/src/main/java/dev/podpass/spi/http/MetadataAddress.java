// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.http;

import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.secret.Redaction;
import java.net.InetAddress;
import java.net.URI;
import java.util.Set;

/**
 * The addresses of clouds' instance metadata services, which are link-local. Only these may be
 * requested over plain HTTP, and never through a proxy.
 *
 * @since 0.1
 */
public final class MetadataAddress {
  /** Google's name for 169.254.169.254, with and without the root's dot. */
  private static final Set<String> NAMES =
      Set.of("metadata.google.internal", "metadata.google.internal.");

  /** The EC2 metadata service's IPv6 address, which is unique-local, not link-local. */
  private static final String EC2_IPV6 = "fd00:ec2::254";

  private MetadataAddress() {}

  /**
   * {@return the parsed endpoint, such as {@code http://169.254.169.254}}
   *
   * @param text with or without a slash at its end
   * @throws CredentialException of kind {@code CONFIGURATION} for any other address
   */
  public static URI parse(String text) {
    try {
      URI uri = URI.create(text.replaceAll("/$", ""));
      if ("http".equals(uri.getScheme()) && uri.getHost() != null && isLocal(uri.getHost())) {
        return uri;
      }
    } catch (IllegalArgumentException _) {
      // Reported below, with the same message.
    }
    throw new CredentialException(
        Kind.CONFIGURATION,
        Redaction.quoted(text) + " is not an instance metadata endpoint",
        "it must be http:// and a loopback or link-local address");
  }

  /**
   * {@return whether a host may be requested over plain HTTP}
   *
   * @param host a name or an address; loopback and link-local addresses and Google's name are local
   */
  public static boolean isLocal(String host) {
    return NAMES.contains(host)
        || IpLiteral.parse(host).filter(MetadataAddress::isLocal).isPresent();
  }

  /**
   * {@return whether an address is a metadata service's} A name's DNS result is trusted for nothing
   * else.
   *
   * @param address the result of a name's resolution
   */
  public static boolean isMetadata(InetAddress address) {
    return !address.isLoopbackAddress() && isLocal(address);
  }

  private static boolean isLocal(InetAddress address) {
    return address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.equals(InetAddress.ofLiteral(EC2_IPV6));
  }
}
