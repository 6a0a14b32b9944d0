// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.pki;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;

/** The keys of servers and of the authority that certifies them. */
public enum ServerKeys {
  /** The curve that every client has, and that costs the fakes least. */
  P256("EC", 256, "SHA256withECDSA"),
  /** What most public servers have. */
  RSA2048("RSA", 2048, "SHA256withRSA");

  private final String algorithm;
  private final int bits;
  private final String signature;

  ServerKeys(String algorithm, int bits, String signature) {
    this.algorithm = algorithm;
    this.bits = bits;
    this.signature = signature;
  }

  /** The algorithm by which they sign certificates. */
  String signature() {
    return signature;
  }

  KeyPair newPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no " + this + " keys", e);
    }
  }
}
