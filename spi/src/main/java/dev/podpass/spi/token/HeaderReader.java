// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Optional;

/** Reads the header of a JWS (RFC 7515); rejects an unsigned one. */
final class HeaderReader {
  private HeaderReader() {}

  /** Returns {@code kid}. */
  static Optional<String> keyId(ObjectNode header) throws MalformedTokenException {
    String algorithm = Claim.of(header, "alg").requiredText();
    if (algorithm.toLowerCase(Locale.ROOT).equals("none")) {
      throw new MalformedTokenException("it is not signed (alg none)");
    }
    return Claim.of(header, "kid").text();
  }
}
