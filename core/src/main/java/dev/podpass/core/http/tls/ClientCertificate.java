// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http.tls;

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

/** A client certificate with its key, for a server that requests one, such as an API server. */
public final class ClientCertificate {
  private final List<X509Certificate> chain;
  private final PrivateKey key;

  private ClientCertificate(List<X509Certificate> chain, PrivateKey key) {
    this.chain = List.copyOf(chain);
    this.key = key;
  }

  /**
   * Parses a certificate chain and its key, which may be in one text.
   *
   * @param certificates {@code CERTIFICATE} in PEM, the leaf first
   * @param key {@code PRIVATE KEY}, {@code EC PRIVATE KEY} or {@code RSA PRIVATE KEY} in PEM
   * @throws IllegalArgumentException if it is invalid; the message quotes nothing
   */
  public static ClientCertificate parse(String certificates, Secret key) {
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

  List<X509Certificate> chain() {
    return chain;
  }

  PrivateKey key() {
    return key;
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

  /** Omits the key. */
  @Override
  public String toString() {
    return chain.getFirst().getSubjectX500Principal().getName();
  }
}
