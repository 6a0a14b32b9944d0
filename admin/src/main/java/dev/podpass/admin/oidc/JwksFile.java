// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.core.token.TrustedJwks;
import dev.podpass.spi.http.Connections;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/**
 * The JWK Set file of {@code --token-jwks}, compared with the keys that its issuer publishes.
 * Issuers publish a key before they sign with it: EKS rotates its keys each week.
 */
public final class JwksFile {
  private JwksFile() {}

  /** The ids of published keys that the file does not have. */
  public static Set<String> missing(Path file, String issuer, Connections connections) {
    Set<String> published = new TreeSet<>(OidcDiscovery.fetch(issuer, connections).keyIds());
    published.removeAll(TrustedJwks.fromFile(file).keyIds());
    return published;
  }

  /** The keys that an issuer publishes now. */
  public static byte[] published(String issuer, Connections connections) {
    return OidcDiscovery.fetchText(issuer, connections).getBytes(UTF_8);
  }
}
