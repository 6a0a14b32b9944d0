// SPDX-License-Identifier: Apache-2.0
package dev.podpass.http.tls;

import java.nio.ByteBuffer;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Issuer and subject of a certificate, compared byte for byte as in Go. The rest is not parsed,
 * because parsing all 150 certificates of a bundle takes longer than a handshake.
 */
record CertificateNames(ByteBuffer issuer, ByteBuffer subject) {
  private static final int VERSION = 0xa0;

  /** Reads a certificate without trailing data. */
  static CertificateNames of(byte[] certificate) throws CertificateParsingException {
    DerElement whole = DerElement.first(ByteBuffer.wrap(certificate));
    List<DerElement> fields = whole.first().elements();
    int serial = !fields.isEmpty() && fields.getFirst().tag() == VERSION ? 1 : 0;
    if (whole.end() != certificate.length || fields.size() < serial + 5) {
      throw new CertificateParsingException("it is not a certificate");
    }
    return new CertificateNames(fields.get(serial + 2).whole(), fields.get(serial + 4).whole());
  }

  static CertificateNames of(X509Certificate certificate)
      throws CertificateParsingException, CertificateEncodingException {
    return of(certificate.getEncoded());
  }
}
