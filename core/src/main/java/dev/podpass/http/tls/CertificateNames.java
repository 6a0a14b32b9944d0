// SPDX-License-Identifier: Apache-2.0
package dev.podpass.http.tls;

import java.nio.ByteBuffer;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The names of a certificate, byte for byte as Go compares them. No more of it is read, for to
 * parse all of the 150 that a node's bundle holds costs more than a handshake.
 */
record CertificateNames(ByteBuffer issuer, ByteBuffer subject) {
  private static final int VERSION = 0xa0;

  /** Reads a certificate that nothing follows. */
  static CertificateNames of(byte[] certificate) throws CertificateParsingException {
    Der whole = Der.first(ByteBuffer.wrap(certificate));
    List<Der> fields = whole.first().elements();
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
