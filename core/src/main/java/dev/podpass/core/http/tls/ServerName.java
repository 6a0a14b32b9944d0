// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http.tls;

import dev.podpass.spi.http.IpLiteral;
import java.net.InetAddress;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Matches a certificate with a host (RFC 9525): a dNSName equals the host, or has {@code *} as its
 * whole first label; an iPAddress equals the address. The JDK also accepts a common name, and
 * {@code st*.example}.
 */
final class ServerName {
  private ServerName() {}

  static void require(X509Certificate certificate, String host) throws CertificateException {
    List<AlternativeName> names = AlternativeName.of(certificate);
    Optional<InetAddress> address = IpLiteral.parse(host);
    boolean found =
        address.isPresent()
            ? names.stream().anyMatch(name -> isAddress(name, address))
            : names.stream().anyMatch(name -> isHost(name, host));
    if (!found) {
      throw new CertificateException(
          "none of its subject alternative names is " + host + ", or stands for it");
    }
  }

  private static boolean isAddress(AlternativeName name, Optional<InetAddress> address) {
    return name.is(AlternativeName.IP) && IpLiteral.parse(name.text()).equals(address);
  }

  private static boolean isHost(AlternativeName name, String host) {
    String wanted = (host.endsWith(".") ? host.substring(0, host.length() - 1) : host);
    String pattern = name.text().toLowerCase(Locale.ROOT);
    String text = wanted.toLowerCase(Locale.ROOT);
    int dot = text.indexOf('.');
    return name.is(AlternativeName.DNS)
        && !text.isEmpty()
        && (pattern.equals(text) || (dot > 0 && pattern.equals("*" + text.substring(dot))));
  }
}
