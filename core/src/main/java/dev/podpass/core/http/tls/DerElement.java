// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.security.cert.CertificateParsingException;
import java.util.ArrayList;
import java.util.List;

/** A DER element (X.690), parsed in place and not recursively, so deep nesting is harmless. */
record DerElement(ByteBuffer encoded, int start, int content, int end) {

  /** The first element of the bytes; more may follow. */
  static DerElement first(ByteBuffer encoded) throws CertificateParsingException {
    return at(encoded, 0, encoded.limit()).requireWithin(encoded.limit());
  }

  DerElement first() throws CertificateParsingException {
    return at(encoded, content, end).requireWithin(end);
  }

  List<DerElement> elements() throws CertificateParsingException {
    List<DerElement> elements = new ArrayList<>();
    for (int at = content; at < end; at = elements.getLast().end()) {
      elements.add(at(encoded, at, end).requireWithin(end));
    }
    return elements;
  }

  int tag() {
    return encoded.get(start) & 0xff;
  }

  /** The content as ISO 8859-1 text. */
  String text() {
    return ISO_8859_1.decode(encoded.slice(content, end - content)).toString();
  }

  /** Tag, length and content, without a copy. */
  ByteBuffer whole() {
    return encoded.slice(start, end - start);
  }

  private static DerElement at(ByteBuffer encoded, int start, int end)
      throws CertificateParsingException {
    DerReader reader = new DerReader(encoded, start, end);
    int length = reader.header();
    require(length >= 0);
    return new DerElement(encoded, start, reader.position(), reader.position() + length);
  }

  private DerElement requireWithin(int limit) throws CertificateParsingException {
    require(end <= Math.min(limit, encoded.limit()));
    return this;
  }

  private static void require(boolean isWellEncoded) throws CertificateParsingException {
    if (!isWellEncoded) {
      throw new CertificateParsingException("it is not well encoded (DER)");
    }
  }
}
