// SPDX-License-Identifier: Apache-2.0
package dev.podpass.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.failure.CredentialException;
import dev.podpass.failure.Kind;
import dev.podpass.secret.Secret;
import java.net.URI;
import java.net.URLDecoder;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/**
 * A forward proxy.
 *
 * @param scheme how the proxy itself is reached: {@code http} or {@code https}
 * @param host its name or address
 * @param port its port
 * @param authorization the value of {@code Proxy-Authorization}, if the URL has {@code
 *     user:password@}
 */
record ProxyAddress(String scheme, String host, int port, Optional<Secret> authorization) {
  private static final Set<String> SCHEMES = Set.of("http", "https");

  /** Reads {@code [scheme://][user:password@]host[:port]} as Go's {@code httpproxy} does. */
  static ProxyAddress parse(String text) {
    try {
      URI uri = URI.create(text.contains("://") ? text : "http://" + text);
      if (uri.getHost() != null && SCHEMES.contains(uri.getScheme())) {
        return of(uri);
      }
    } catch (IllegalArgumentException _) {
      // Told below; the exception would quote the password.
    }
    throw new CredentialException(
        Kind.CONFIGURATION,
        "HTTPS_PROXY is not a proxy that can be used",
        "it must be http://[user:password@]host:port, or https://; SOCKS is not supported");
  }

  private static ProxyAddress of(URI uri) {
    return new ProxyAddress(
        uri.getScheme(),
        uri.getHost(),
        Ports.of(uri),
        Optional.ofNullable(uri.getRawUserInfo()).map(ProxyAddress::basic));
  }

  /** RFC 7617, with the percent-encoding of the URL undone. */
  private static Secret basic(String rawUserInfo) {
    int colon = rawUserInfo.indexOf(':');
    String user = decode(colon < 0 ? rawUserInfo : rawUserInfo.substring(0, colon));
    String password = colon < 0 ? "" : decode(rawUserInfo.substring(colon + 1));
    byte[] pair = (user + ":" + password).getBytes(UTF_8);
    return Secret.of("Basic " + Base64.getEncoder().encodeToString(pair));
  }

  private static String decode(String percentEncoded) {
    return URLDecoder.decode(percentEncoded.replace("+", "%2B"), UTF_8);
  }

  @Override
  public String toString() {
    return scheme + "://" + host + ":" + port;
  }
}
