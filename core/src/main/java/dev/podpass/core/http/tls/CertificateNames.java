// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http.tls;

import java.nio.ByteBuffer;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * Issuer and subject of a certificate, compared byte for byte as in Go. The rest is not parsed,
 * because parsing all 150 certificates of a bundle takes longer than a handshake.
 */
record CertificateNames(ByteBuffer issuer, ByteBuffer subject) {
  private static final int VERSION = 0xa0;

  /** The place of the subject among the fields after the version. */
  private static final int SUBJECT = 4;

  /** Reads a certificate without trailing data. */
  static CertificateNames of(byte[] certificate) throws CertificateParsingException {
    DerElement whole = DerElement.first(ByteBuffer.wrap(certificate));
    List<DerElement> fields = whole.first().elements();
    if (whole.end() != certificate.length) {
      throw new CertificateParsingException("it is not a certificate");
    }
    return among(fields);
  }

  /** The subject, from the first bytes of a certificate; empty if they do not reach it. */
  static Optional<ByteBuffer> subjectIn(byte[] beginning) {
    DerReader fields = new DerReader(ByteBuffer.wrap(beginning), 0, beginning.length);
    boolean found = fields.enter();
    found &= fields.enter();
    for (int i = fields.tag() == VERSION ? -1 : 0; found && i < SUBJECT; i++) {
      found = fields.skip();
    }
    int start = fields.position();
    return found && fields.skip()
        ? Optional.of(ByteBuffer.wrap(beginning, start, fields.position() - start))
        : Optional.empty();
  }

  private static CertificateNames among(List<DerElement> fields)
      throws CertificateParsingException {
    int serial = !fields.isEmpty() && fields.getFirst().tag() == VERSION ? 1 : 0;
    if (fields.size() <= serial + SUBJECT) {
      throw new CertificateParsingException("it is not a certificate");
    }
    return new CertificateNames(
        fields.get(serial + 2).whole(), fields.get(serial + SUBJECT).whole());
  }

  static CertificateNames of(X509Certificate certificate)
      throws CertificateParsingException, CertificateEncodingException {
    return of(certificate.getEncoded());
  }
}
