// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.apiserver;

import dev.podpass.core.http.tls.ClientCertificate;
import dev.podpass.core.http.tls.Pem;
import dev.podpass.spi.secret.Secret;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a client certificate and its key from a kubeconfig's PEM. */
final class ClientCertificateReader {
  private ClientCertificateReader() {}

  /**
   * Parses a certificate chain and its key, which may be in one text.
   *
   * @param certificates {@code CERTIFICATE} in PEM, the leaf first
   * @param key {@code PRIVATE KEY}, {@code EC PRIVATE KEY} or {@code RSA PRIVATE KEY} in PEM
   * @throws IllegalArgumentException if it is invalid; the message quotes nothing
   */
  static ClientCertificate parse(String certificates, Secret key) {
    List<X509Certificate> chain = chain(certificates);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("there is no certificate in PEM");
    }
    try {
      return new ClientCertificate(chain, key(key.reveal(), chain.getFirst()));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("the key is not one of its certificate", e);
    }
  }

  private static List<X509Certificate> chain(String text) {
    List<X509Certificate> chain = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (byte[] certificate : Pem.certificates(text)) {
        chain.add(
            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(certificate)));
      }
      return chain;
    } catch (CertificateException e) {
      throw new IllegalArgumentException("its certificate cannot be read", e);
    }
  }

  private static PrivateKey key(String text, X509Certificate certificate)
      throws GeneralSecurityException {
    Optional<byte[]> plain = Pem.first("PRIVATE KEY", text);
    Optional<byte[]> bare =
        Pem.first("EC PRIVATE KEY", text).or(() -> Pem.first("RSA PRIVATE KEY", text));
    if (plain.or(() -> bare).isEmpty()) {
      throw new IllegalArgumentException("there is no private key in PEM");
    }
    PublicKey publicKey = certificate.getPublicKey();
    byte[] encoded = plain.isPresent() ? plain.get() : Pkcs8.of(bare.get(), publicKey);
    return KeyFactory.getInstance(publicKey.getAlgorithm())
        .generatePrivate(new PKCS8EncodedKeySpec(encoded));
  }
}
