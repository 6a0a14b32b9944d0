// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.pki;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import org.bouncycastle.operator.OperatorCreationException;

/** A root certificate with its key, both only in memory. */
final class CertificateAuthority {
  private final KeyPair keys;
  private final X509Certificate root;

  private CertificateAuthority(KeyPair keys, X509Certificate root) {
    this.keys = keys;
    this.root = root;
  }

  static CertificateAuthority named(String name) {
    KeyPair keys = newKeys();
    try {
      return new CertificateAuthority(keys, Certificates.root(name, keys));
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("no root certificate for " + name, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  X509Certificate issue(String hostName, PublicKey key, Validity validity) {
    try {
      return Certificates.leaf(
          new Certificates.Issuer(root, keys.getPrivate()), hostName, key, validity);
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("no certificate for " + hostName, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String pem() {
    try {
      String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(root.getEncoded());
      return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("root certificate cannot be encoded", e);
    }
  }

  /** P-256, the curve that every client has and that costs a handshake least. */
  static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no P-256 keys", e);
    }
  }
}
