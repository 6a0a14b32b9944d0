// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.oidc;

import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;

/** What a cloud knows of an issuer: its URL and its public keys. */
public record PublishedIssuer(String url, JWKSet keys) {

  /** An issuer outside of the testkit, such as a real API server, by its JWKS file. */
  public static PublishedIssuer of(String url, Path jwks) {
    try {
      return new PublishedIssuer(url, JWKSet.parse(Files.readString(jwks)));
    } catch (ParseException e) {
      throw new IllegalArgumentException("not a JWKS: " + jwks, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
