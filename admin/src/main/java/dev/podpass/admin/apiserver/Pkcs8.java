// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.apiserver;

import dev.podpass.core.http.tls.DerElement;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.PublicKey;
import java.security.cert.CertificateParsingException;

/**
 * Converts private keys to PKCS #8 (RFC 5958), the only form that the JDK reads: kubelet's own key
 * is in the form of its algorithm (SEC 1, PKCS #1).
 */
final class Pkcs8 {
  private static final byte[] VERSION = {0x02, 0x01, 0x00};
  private static final int SEQUENCE = 0x30;
  private static final int OCTET_STRING = 0x04;

  private Pkcs8() {}

  /** Adds the algorithm with its curve, which the public key contains, to a bare key. */
  static byte[] of(byte[] bare, PublicKey publicKey) throws CertificateParsingException {
    return element(SEQUENCE, VERSION, algorithm(publicKey), element(OCTET_STRING, bare));
  }

  /** The AlgorithmIdentifier of a SubjectPublicKeyInfo (RFC 5280, 4.1). */
  private static byte[] algorithm(PublicKey publicKey) throws CertificateParsingException {
    ByteBuffer algorithm =
        DerElement.first(ByteBuffer.wrap(publicKey.getEncoded())).first().whole();
    byte[] bytes = new byte[algorithm.remaining()];
    algorithm.get(bytes);
    return bytes;
  }

  private static byte[] element(int tag, byte[]... contents) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : contents) {
      content.writeBytes(part);
    }
    return ByteBuffer.allocate(4 + content.size())
        .put((byte) tag)
        .put((byte) 0x82) // Two bytes of length are enough for every key, and JSSE accepts them.
        .putShort((short) content.size())
        .put(content.toByteArray())
        .array();
  }
}
