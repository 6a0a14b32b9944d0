// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.http.IpLiteral;
import dev.podpass.spi.image.RegistryHost;
import java.util.Locale;
import java.util.regex.Pattern;

/** The address of a server: an IP address without brackets or a name in lower case, and a port. */
record ServerAddress(String host, int port) {
  private static final int HTTPS = 443;

  /** A name of digits and dots alone is an address with a mistake in it. */
  private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");

  static ServerAddress parse(String text) {
    if (IpLiteral.parse(text).isPresent()) {
      return new ServerAddress(withoutBrackets(text), HTTPS);
    }
    try {
      RegistryHost host = RegistryHost.parse(text.toLowerCase(Locale.ROOT));
      boolean mistaken =
          NUMBERS.matcher(host.name()).matches() && IpLiteral.parse(host.name()).isEmpty();
      if (!mistaken) {
        return new ServerAddress(withoutBrackets(host.name()), host.port().orElse(HTTPS));
      }
    } catch (CredentialException _) {
      // Told below, for it is no registry.
    }
    throw new IllegalArgumentException(
        "must be an IP address or a name, with or without :port, and no https://");
  }

  private static String withoutBrackets(String host) {
    return host.replaceAll("[\\[\\]]", "");
  }
}
