// SPDX-License-Identifier: Apache-2.0
package dev.podpass.http.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Locale;
import java.util.Optional;

/**
 * The names in DER (X.690): a certificate is read no further than its subject, for to parse the
 * rest of the 150 that a node's bundle holds costs more than a handshake.
 */
final class DerNames {
  private static final int CONSTRUCTED = 0x20;
  private static final int VERSION = 0xa0;

  private final byte[] encoded;

  private DerNames(byte[] encoded) {
    this.encoded = encoded;
  }

  private record Element(int tag, int start, int end) {}

  /** A certificate's subject as {@link #comparable(byte[])} writes it; nothing if it is none. */
  static Optional<String> subject(byte[] certificate) {
    try {
      DerNames der = new DerNames(certificate);
      return Optional.of(der.comparable(der.subject()));
    } catch (IndexOutOfBoundsException _) {
      return Optional.empty();
    }
  }

  private Element subject() {
    Element toBeSigned = elementAt(elementAt(0).start());
    Element first = elementAt(toBeSigned.start());
    Element serial = first.tag() == VERSION ? after(first) : first;
    Element issuer = after(after(serial));
    return after(after(issuer));
  }

  /**
   * Writes a name so that names that RFC 5280 (7.1) takes for equal read the same, whatever the
   * type of their strings, the case of their letters and their spaces. Others may read the same
   * too, and equal ones differ beyond ASCII: who is trusted is not decided by it.
   */
  static String comparable(byte[] name) {
    DerNames der = new DerNames(name);
    return der.comparable(der.elementAt(0));
  }

  private String comparable(Element element) {
    if ((element.tag() & CONSTRUCTED) == 0) {
      String text =
          new String(encoded, element.start(), element.end() - element.start(), ISO_8859_1);
      return text.replace(" ", "").toLowerCase(Locale.ROOT) + ';';
    }
    StringBuilder text = new StringBuilder();
    int at = element.start();
    while (at < element.end()) {
      Element part = elementAt(at);
      text.append(comparable(part));
      at = part.end();
    }
    return text.toString();
  }

  private Element after(Element element) {
    return elementAt(element.end());
  }

  private Element elementAt(int offset) {
    int length = unsigned(offset + 1);
    int start = offset + 2;
    if (length >= 0x80) {
      int end = start + (length & 0x7f);
      length = 0;
      while (start < end) {
        length = length << 8 | unsigned(start++);
      }
    }
    if (length < 0 || start + length > encoded.length) {
      throw new IndexOutOfBoundsException(offset);
    }
    return new Element(unsigned(offset), start, start + length);
  }

  private int unsigned(int offset) {
    return encoded[offset] & 0xff;
  }
}
