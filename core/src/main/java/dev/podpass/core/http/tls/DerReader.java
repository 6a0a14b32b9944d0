// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http.tls;

import java.nio.ByteBuffer;
import java.security.cert.CertificateParsingException;

/**
 * A position in DER (X.690) that moves from element to element without an object for each: a bundle
 * has 150 certificates, of which every pull looks at the subject.
 */
final class DerReader {
  private final ByteBuffer encoded;
  private int position;
  private int limit;

  /**
   * Begins at an element.
   *
   * @param start the offset of its tag
   * @param limit what it must end before, unless it is {@linkplain #enter entered}
   */
  DerReader(ByteBuffer encoded, int start, int limit) {
    this.encoded = encoded;
    this.position = start;
    this.limit = Math.min(limit, encoded.limit());
  }

  int position() {
    return position;
  }

  /** The tag of the element here. */
  int tag() throws CertificateParsingException {
    require(position < limit);
    return unsigned(position);
  }

  /** Moves to the first element of the content, which the bytes may end within. */
  void enter() throws CertificateParsingException {
    int length = header();
    limit = Math.min(limit, position + length);
  }

  /** Moves to the next element. */
  void skip() throws CertificateParsingException {
    int length = header();
    require(position + length <= limit);
    position += length;
  }

  /** Moves to the content; returns its length, which may exceed the bytes. */
  int header() throws CertificateParsingException {
    require(position + 2 <= limit);
    int length = unsigned(position + 1);
    position += 2;
    if (length >= 0x80) {
      int size = length & 0x7f;
      require(size > 0 && size <= 4 && position + size <= limit);
      length = 0;
      for (int i = 0; i < size; i++) {
        length = length << 8 | unsigned(position++);
      }
    }
    require(length >= 0 && length <= Integer.MAX_VALUE - position);
    return length;
  }

  private int unsigned(int index) {
    return encoded.get(index) & 0xff;
  }

  static void require(boolean wellFormed) throws CertificateParsingException {
    if (!wellFormed) {
      throw new CertificateParsingException("it is not well encoded (DER)");
    }
  }
}
