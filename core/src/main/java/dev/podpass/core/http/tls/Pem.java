// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http.tls;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decodes PEM (RFC 7468); text between the blocks is ignored. */
public final class Pem {
  private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
  private static final String END = "-----END CERTIFICATE-----";

  private Pem() {}

  /** The certificates with a valid encoding. */
  public static List<byte[]> certificates(String text) {
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

  /** The first block of a type, such as {@code EC PRIVATE KEY}, if its encoding is valid. */
  public static Optional<byte[]> first(String kind, String text) {
    String header = "-----BEGIN " + kind + "-----";
    int before = text.indexOf(header);
    int begin = before + header.length();
    int end = text.indexOf("-----END " + kind + "-----", begin);
    if (Math.min(before, end) < 0) {
      return Optional.empty();
    }
    return new PemBlock(text, begin, end).decode();
  }
}
