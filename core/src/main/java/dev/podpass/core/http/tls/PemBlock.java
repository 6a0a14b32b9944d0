// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http.tls;

import java.util.Base64;
import java.util.Optional;

/** The base64 text of a block in PEM (RFC 7468), decoded on demand. */
record PemBlock(String text, int begin, int end) {
  /** Characters that hold the names of nearly every CA certificate, and a third of its bytes. */
  private static final int BEGINNING = 550;

  /** Its bytes; empty if the encoding is invalid. */
  Optional<byte[]> decode() {
    return decode(end);
  }

  /** Its first bytes, to the end of a line; all of them if there is no such line. */
  Optional<byte[]> decodeBeginning() {
    int cut = text.indexOf('\n', begin + BEGINNING);
    return cut < 0 || cut > end ? decode() : decode(cut);
  }

  private Optional<byte[]> decode(int until) {
    try {
      return Optional.of(Base64.getMimeDecoder().decode(text.substring(begin, until)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
