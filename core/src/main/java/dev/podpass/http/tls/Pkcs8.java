// SPDX-License-Identifier: Apache-2.0
package dev.podpass.http.tls;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.PublicKey;

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
  static byte[] of(byte[] bare, PublicKey publicKey) {
    return element(SEQUENCE, VERSION, algorithm(publicKey), element(OCTET_STRING, bare));
  }

  /** The first element of a SubjectPublicKeyInfo. */
  private static byte[] algorithm(PublicKey publicKey) {
    ByteBuffer info = ByteBuffer.wrap(publicKey.getEncoded());
    var _ = length(info);
    int start = info.position();
    int length = length(info);
    byte[] algorithm = new byte[info.position() + length - start];
    info.get(start, algorithm);
    return algorithm;
  }

  /** Reads tag and length (X.690, 8.1.3). */
  private static int length(ByteBuffer der) {
    var _ = der.get();
    int first = der.get() & 0xff;
    int length = first < 0x80 ? first : 0;
    for (int i = 0x80; i < first; i++) {
      length = (length << 8) + (der.get() & 0xff);
    }
    return length;
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
