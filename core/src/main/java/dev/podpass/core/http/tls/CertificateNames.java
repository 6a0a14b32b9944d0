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
    try {
      DerElement certificate = DerElement.begun(ByteBuffer.wrap(beginning));
      return Optional.of(among(certificate.begun().elements(1 + SUBJECT + 1)).subject());
    } catch (CertificateParsingException _) {
      return Optional.empty();
    }
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
