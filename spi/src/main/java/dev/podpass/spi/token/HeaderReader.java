// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** Reads the header of a JWS; rejects an unsigned one. */
final class HeaderReader {
  private HeaderReader() {}

  static JoseHeader read(ObjectNode header) throws MalformedTokenException {
    String algorithm = Claim.of(header, "alg").requiredText();
    if (algorithm.toLowerCase(Locale.ROOT).equals("none")) {
      throw new MalformedTokenException("it is not signed (alg none)");
    }
    return new JoseHeader(algorithm, Claim.of(header, "kid").text());
  }
}
