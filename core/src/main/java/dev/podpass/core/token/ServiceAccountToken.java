// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.secret.Secret;
import dev.podpass.spi.token.UnverifiedClaims;
import java.util.Optional;

/**
 * A pod's service account token: well-formed and not validated. It can be sent only after a {@link
 * TokenPolicy} has returned a {@link ValidatedToken} for it.
 *
 * @since 0.1
 */
public final class ServiceAccountToken {
  /**
   * The maximum that AWS STS accepts; an API server's tokens have one or two thousand characters.
   */
  private static final int MAX_LENGTH = 20_000;

  private final Secret value;
  private final String algorithm;
  private final Optional<String> keyId;
  private final UnverifiedClaims claims;

  private ServiceAccountToken(
      Secret value, String algorithm, Optional<String> keyId, UnverifiedClaims claims) {
    this.value = value;
    this.algorithm = algorithm;
    this.keyId = keyId;
    this.claims = claims;
  }

  /**
   * {@return the parsed token}
   *
   * @param token a JWT in compact form, with the claims of a Kubernetes API server
   * @throws CredentialException of kind {@code BAD_REQUEST} if it is invalid
   */
  public static ServiceAccountToken parse(Secret token) {
    try {
      if (token.reveal().length() > MAX_LENGTH) {
        throw new MalformedTokenException("it is longer than " + MAX_LENGTH + " characters");
      }
      CompactJws jws = CompactJws.parse(token.reveal());
      return new ServiceAccountToken(
          token,
          algorithm(jws.header()),
          Claim.of(jws.header(), "kid").text(),
          ClaimsReader.read(jws.payload()));
    } catch (MalformedTokenException e) {
      throw new CredentialException(
          Kind.BAD_REQUEST,
          "the service account token cannot be used: " + e.getMessage(),
          "it must be a projected token of the API server, as kubelet sends it");
    }
  }

  private static String algorithm(ObjectNode header) throws MalformedTokenException {
    String algorithm = Claim.of(header, "alg").requiredText();
    if (algorithm.equalsIgnoreCase("none")) {
      throw new MalformedTokenException("it is not signed (alg none)");
    }
    return algorithm;
  }

  /** {@return its claims, unverified} */
  public UnverifiedClaims claims() {
    return claims;
  }

  /** The algorithm that it says it is signed with: {@code alg} of RFC 7515. */
  String algorithm() {
    return algorithm;
  }

  /** The id of the key that it says it is signed with. */
  Optional<String> keyId() {
    return keyId;
  }

  Secret value() {
    return value;
  }

  @Override
  public String toString() {
    return "ServiceAccountToken[" + claims.subject() + "]";
  }
}
