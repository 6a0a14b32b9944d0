// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.security.cert.CertificateParsingException;
import java.util.ArrayList;
import java.util.List;

/**
 * A DER element (X.690), parsed in place and not recursively, so that deep nesting is harmless.
 *
 * @param start the offset of its tag
 * @param content the offset of its content
 * @param end the offset after its content
 */
public record DerElement(ByteBuffer encoded, int start, int content, int end) {

  /** The first element of the bytes; more may follow. */
  public static DerElement first(ByteBuffer encoded) throws CertificateParsingException {
    return begun(encoded).requireWithin(encoded.limit());
  }

  /** The first element of the bytes, which may end within it. */
  static DerElement begun(ByteBuffer encoded) throws CertificateParsingException {
    return at(encoded, 0, encoded.limit());
  }

  /** The first element of the content. */
  public DerElement first() throws CertificateParsingException {
    return begun().requireWithin(end);
  }

  /** The first element of the content, which the bytes may end within. */
  DerElement begun() throws CertificateParsingException {
    return at(encoded, content, end);
  }

  /** All elements of the content. */
  List<DerElement> elements() throws CertificateParsingException {
    return elements(Integer.MAX_VALUE);
  }

  /** The first elements of the content, at most so many. */
  List<DerElement> elements(int atMost) throws CertificateParsingException {
    List<DerElement> elements = new ArrayList<>();
    for (int at = content; at < end && elements.size() < atMost; at = elements.getLast().end()) {
      elements.add(at(encoded, at, end).requireWithin(end));
    }
    return elements;
  }

  int tag() {
    return unsigned(encoded, start);
  }

  /** The content as ISO 8859-1 text. */
  String text() {
    return ISO_8859_1.decode(encoded.slice(content, end - content)).toString();
  }

  /** Tag, length and content, without a copy. */
  public ByteBuffer whole() {
    return encoded.slice(start, end - start);
  }

  private static DerElement at(ByteBuffer encoded, int start, int end)
      throws CertificateParsingException {
    int limit = Math.min(end, encoded.limit());
    int content = start + 2;
    require(content <= limit);
    int length = unsigned(encoded, start + 1);
    if (length >= 0x80) {
      int size = length & 0x7f;
      require(size > 0 && size <= 4 && content + size <= limit);
      length = 0;
      for (int i = 0; i < size; i++) {
        length = length << 8 | unsigned(encoded, content++);
      }
    }
    require(length >= 0 && length <= Integer.MAX_VALUE - content);
    return new DerElement(encoded, start, content, content + length);
  }

  private DerElement requireWithin(int limit) throws CertificateParsingException {
    require(end <= Math.min(limit, encoded.limit()));
    return this;
  }

  private static int unsigned(ByteBuffer encoded, int index) {
    return encoded.get(index) & 0xff;
  }

  private static void require(boolean wellFormed) throws CertificateParsingException {
    if (!wellFormed) {
      throw new CertificateParsingException("it is not well encoded (DER)");
    }
  }
}
