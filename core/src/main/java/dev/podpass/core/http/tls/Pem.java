// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http.tls;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Decodes PEM (RFC 7468); text between the blocks is ignored. */
final class Pem {
  private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
  private static final String END = "-----END CERTIFICATE-----";

  private Pem() {}

  /** The blocks of certificates, whose encoding may be invalid. */
  static List<Block> blocks(String text) {
    List<Block> blocks = new ArrayList<>();
    for (int begin = text.indexOf(BEGIN); begin >= 0; begin = text.indexOf(BEGIN, begin)) {
      begin += BEGIN.length();
      int end = text.indexOf("-----", begin);
      if (text.startsWith(END, end)) {
        blocks.add(new Block(text, begin, end));
      }
    }
    return blocks;
  }

  /** The base64 text of a block in PEM (RFC 7468), decoded on demand. */
  record Block(String text, int begin, int end) {
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
}
