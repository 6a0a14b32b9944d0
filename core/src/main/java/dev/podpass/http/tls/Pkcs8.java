// SPDX-License-Identifier: Apache-2.0
package dev.podpass.http.tls;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.PublicKey;
import java.security.cert.CertificateParsingException;

/**
 * Private keys in PKCS #8 (RFC 5958), the only form that the JDK reads: kubelet keeps its own in
 * the bare form of their algorithm (SEC 1, PKCS #1).
 */
final class Pkcs8 {
  private static final byte[] VERSION = {0x02, 0x01, 0x00};
  private static final int SEQUENCE = 0x30;
  private static final int OCTET_STRING = 0x04;

  private Pkcs8() {}

  /** Puts the algorithm, with its curve if it has one, before a bare key; the public key has it. */
  static byte[] of(byte[] bare, PublicKey publicKey) throws CertificateParsingException {
    return element(SEQUENCE, VERSION, algorithm(publicKey), element(OCTET_STRING, bare));
  }

  /** The first element of a SubjectPublicKeyInfo (RFC 5280, 4.1). */
  private static byte[] algorithm(PublicKey publicKey) throws CertificateParsingException {
    ByteBuffer algorithm = Der.first(ByteBuffer.wrap(publicKey.getEncoded())).first().whole();
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
        .put((byte) 0x82) // two bytes of length are enough for any key, and JSSE takes them
        .putShort((short) content.size())
        .put(content.toByteArray())
        .array();
  }
}
