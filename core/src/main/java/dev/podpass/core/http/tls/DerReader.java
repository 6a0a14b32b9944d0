// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http.tls;

import java.nio.ByteBuffer;

/**
 * A position in DER (X.690) that moves from element to element without an object for each, and
 * without an exception where it cannot: a bundle has 150 certificates, of which every pull looks at
 * the subject, in the first bytes.
 */
final class DerReader {
  private static final int NONE = -1;

  private final ByteBuffer encoded;
  private int position;
  private int limit;

  /**
   * Begins at the tag of an element, which must end before the limit unless it is {@linkplain
   * #enter entered}.
   */
  DerReader(ByteBuffer encoded, int start, int limit) {
    this.encoded = encoded;
    this.position = start;
    this.limit = Math.min(limit, encoded.limit());
  }

  int position() {
    return position;
  }

  /** The tag of the element here; negative if there is none. */
  int tag() {
    return position < limit ? unsigned(position) : NONE;
  }

  /**
   * Moves to the first element of the content, which the bytes may end within; false if what is
   * here is not well encoded.
   */
  boolean enter() {
    int length = header();
    limit = Math.min(limit, position + length);
    return length >= 0;
  }

  /** Moves to the next element; false if what is here is not well encoded, or is cut off. */
  boolean skip() {
    int length = header();
    boolean isWhole = length >= 0 && position + length <= limit;
    position += isWhole ? length : 0;
    return isWhole;
  }

  /**
   * Moves to the content; returns its length, which may exceed the bytes, or a negative number if
   * what is here is not well encoded.
   */
  int header() {
    if (position + 2 > limit) {
      return NONE;
    }
    int length = unsigned(position + 1);
    position += 2;
    if (length >= 0x80) {
      int size = length & 0x7f;
      if (size == 0 || size > 4 || position + size > limit) {
        return NONE;
      }
      length = 0;
      for (int i = 0; i < size; i++) {
        length = length << 8 | unsigned(position++);
      }
    }
    return length <= Integer.MAX_VALUE - position ? length : NONE;
  }

  private int unsigned(int index) {
    return encoded.get(index) & 0xff;
  }
}
