// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.admin.file.DurableFile;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.http.Connections;
import dev.podpass.spi.token.TrustedJwks;
import java.io.IOException;
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

  /** Replaces the file by the published keys, if they differ; false if they do not. */
  public static boolean refresh(Path file, String issuer, Connections connections) {
    byte[] published = OidcDiscovery.fetchText(issuer, connections).getBytes(UTF_8);
    try {
      return DurableFile.update(file, published);
    } catch (IOException e) {
      throw new CredentialException(
              Kind.UNAVAILABLE,
              "the keys of %s cannot be written to %s (%s)".formatted(issuer, file, e.getMessage()),
              "make its directory writable")
          .causedBy(e);
    }
  }
}
