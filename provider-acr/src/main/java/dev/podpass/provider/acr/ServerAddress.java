// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.spi.http.IpLiteral;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of a server: an IP address or a name, with a port.
 *
 * @param host an IP address without brackets, or a name in lower case
 * @param port 443 if none is given
 */
record ServerAddress(String host, int port) {
  private static final int HTTPS = 443;

  private static final Pattern FORM =
      Pattern.compile("(?:\\[(?<v6>[^\\[\\]]*)]|(?<host>[^:\\[\\]]+))(?::(?<port>[0-9]{1,5}))?");

  private static final Pattern NAME =
      Pattern.compile(
          "(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
              + "(?:\\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*");

  /** A name of digits and dots alone is an address with a mistake in it. */
  private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");

  static ServerAddress parse(String text) {
    if (IpLiteral.parse(text).isPresent()) {
      return new ServerAddress(text.replaceAll("[\\[\\]]", ""), HTTPS);
    }
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw invalid();
    }
    int port = form.group("port") == null ? HTTPS : Integer.parseInt(form.group("port"));
    String v6 = form.group("v6");
    String host = v6 == null ? form.group("host").toLowerCase(Locale.ROOT) : v6;
    boolean address = IpLiteral.parse(host).isPresent();
    boolean name = v6 == null && NAME.matcher(host).matches() && !NUMBERS.matcher(host).matches();
    if (port < 1 || port > 65_535 || !(address || name)) {
      throw invalid();
    }
    return new ServerAddress(host, port);
  }

  private static IllegalArgumentException invalid() {
    return new IllegalArgumentException(
        "must be an IP address or a name, with or without :port, and no https://");
  }
}
