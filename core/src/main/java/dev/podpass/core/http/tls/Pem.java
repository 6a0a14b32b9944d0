// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http.tls;

import java.util.ArrayList;
import java.util.List;

/** Decodes PEM (RFC 7468); text between the blocks is ignored. */
final class Pem {
  private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
  private static final String END = "-----END CERTIFICATE-----";

  private Pem() {}

  /** The certificates with a valid encoding. */
  static List<byte[]> certificates(String text) {
    return blocks(text).stream().flatMap(block -> block.decode().stream()).toList();
  }

  /** The blocks of certificates, whose encoding may be invalid. */
  static List<PemBlock> blocks(String text) {
    List<PemBlock> blocks = new ArrayList<>();
    for (int begin = text.indexOf(BEGIN); begin >= 0; begin = text.indexOf(BEGIN, begin)) {
      begin += BEGIN.length();
      int end = text.indexOf("-----", begin);
      if (text.startsWith(END, end)) {
        blocks.add(new PemBlock(text, begin, end));
      }
    }
    return blocks;
  }
}
