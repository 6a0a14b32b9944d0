// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.http.IpLiteral;
import dev.podpass.spi.secret.Secret;
import java.io.ByteArrayOutputStream;
import java.net.IDN;
import java.net.URLDecoder;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A forward proxy, with the value of {@code Proxy-Authorization} if its URL has a password. */
public record ProxyAddress(String scheme, String host, int port, Optional<Secret> authorization) {
  /** As in Go: the last {@code @} ends the password, and a name may contain an underscore. */
  private static final Pattern URL =
      Pattern.compile(
          "(?:(?<scheme>(?i:https?))://|(?!.*://))(?:(?<user>[^/?#\\s]*)@)?"
              + "(?<host>\\[[0-9a-fA-F:.]+]|[^\\[\\]:/?#@\\\\\\s\\p{Cntrl}]+)"
              + "(?::(?<port>[0-9]{0,5}))?(?:[/?#].*)?");

  /** Parses {@code [scheme://][user:password@]host[:port]} as Go's {@code httpproxy} does. */
  static ProxyAddress parse(String text) {
    Matcher url = URL.matcher(text);
    try {
      if (url.matches()) {
        return of(url);
      }
    } catch (IllegalArgumentException _) {
      // Reported below; the exception would quote the password.
    }
    throw new CredentialException(
        Kind.CONFIGURATION,
        "HTTPS_PROXY is not a proxy that can be used",
        "set it to http://HOST:PORT or https://HOST:PORT; a user and a password go before HOST, each"
            + " percent-encoded, as USER:PASSWORD@; SOCKS is not supported");
  }

  private static ProxyAddress of(Matcher url) {
    String scheme = "https".equalsIgnoreCase(url.group("scheme")) ? "https" : "http";
    String digits = url.group("port");
    int standard = scheme.equals("https") ? 443 : 80;
    int port = digits == null || digits.isEmpty() ? standard : Integer.parseInt(digits);
    String host = ascii(url.group("host"));
    boolean address = !host.startsWith("[") || IpLiteral.parse(host).isPresent();
    if (port == 0 || port > 65_535 || !address) {
      throw new IllegalArgumentException("no host and port");
    }
    return new ProxyAddress(
        scheme, host, port, Optional.ofNullable(url.group("user")).map(ProxyAddress::basic));
  }

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

  /** Basic authentication (RFC 7617), percent-decoded. */
  private static Secret basic(String rawUserInfo) {
    int colon = rawUserInfo.indexOf(':');
    ByteArrayOutputStream pair = new ByteArrayOutputStream();
    pair.writeBytes(decode(colon < 0 ? rawUserInfo : rawUserInfo.substring(0, colon)));
    pair.write(':');
    pair.writeBytes(colon < 0 ? new byte[0] : decode(rawUserInfo.substring(colon + 1)));
    return Secret.of("Basic " + Base64.getEncoder().encodeToString(pair.toByteArray()));
  }

  /** Decodes to bytes, which need not be valid text: ISO 8859-1 has a character for each. */
  private static byte[] decode(String percentEncoded) {
    String bytes = new String(percentEncoded.getBytes(UTF_8), ISO_8859_1);
    return URLDecoder.decode(bytes.replace("+", "%2B"), ISO_8859_1).getBytes(ISO_8859_1);
  }

  @Override
  public String toString() {
    return scheme + "://" + host + ":" + port;
  }
}
