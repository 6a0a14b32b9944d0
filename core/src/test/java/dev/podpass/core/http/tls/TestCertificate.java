// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http.tls;

import dev.podpass.spi.failure.CredentialException;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate and the key in it.
 *
 * @param x509 the certificate
 * @param keys its keys
 */
public record TestCertificate(X509Certificate x509, KeyPair keys) {
  private static final Instant START = Instant.parse("2020-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("2049-12-31T00:00:00Z");

  /** A root that is valid. */
  public static TestCertificate root(X500Name name, Extension... more) {
    return root(name, END, more);
  }

  static TestCertificate root(X500Name name, Instant end, Extension... more) {
    KeyPair keys = newKeys();
    return new TestCertificate(
        sign(name, keys, new Subject(name, keys, true, List.of(more)), end), keys);
  }

  /** A certificate for the subject, signed by this one's key, whatever this one may do. */
  public TestCertificate sign(String name, boolean authority, Extension... more) {
    return sign(new X500Name("CN=" + name), authority, more);
  }

  TestCertificate sign(X500Name name, boolean authority, Extension... more) {
    return sign(new Subject(name, newKeys(), authority, List.of(more)));
  }

  /** A certificate for a key that is given. */
  public X509Certificate leaf(String name, KeyPair theirs) {
    return sign(new Subject(new X500Name("CN=" + name), theirs, false, List.of())).x509();
  }

  /** A certificate for the subject and the key of another. */
  public TestCertificate sign(TestCertificate other) {
    X500Name name = X500Name.getInstance(other.x509().getSubjectX500Principal().getEncoded());
    return sign(new Subject(name, other.keys(), true, List.of()));
  }

  private record Subject(X500Name name, KeyPair keys, boolean authority, List<Extension> more) {
    boolean needsName() {
      return !authority
          && more.stream().noneMatch(e -> e.getExtnId().equals(Extension.subjectAlternativeName));
    }
  }

  private TestCertificate sign(Subject subject) {
    X500Name issuer = X500Name.getInstance(x509.getSubjectX500Principal().getEncoded());
    return new TestCertificate(sign(issuer, keys, subject, END), subject.keys());
  }

  private static X509Certificate sign(
      X500Name issuer, KeyPair signing, Subject subject, Instant end) {
    try {
      var builder =
          new JcaX509v3CertificateBuilder(
              issuer,
              BigInteger.valueOf(System.nanoTime()),
              Date.from(START),
              Date.from(end),
              subject.name(),
              subject.keys().getPublic());
      builder.addExtension(
          Extension.basicConstraints, true, new BasicConstraints(subject.authority()));
      for (Extension extension : subject.more()) {
        builder.addExtension(extension);
      }
      if (subject.needsName()) {
        builder.addExtension(Extension.subjectAlternativeName, false, alternative(subject.name()));
      }
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(signing.getPrivate());
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The common name once more, where alone clients look for it. */
  private static GeneralNames alternative(X500Name name) {
    String text = IETFUtils.valueToString(name.getRDNs()[0].getFirst().getValue());
    int type = text.matches("[0-9.]+") ? GeneralName.iPAddress : GeneralName.dNSName;
    return new GeneralNames(new GeneralName(type, text));
  }

  private static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A TLS server on loopback that shows this certificate alone. */
  public SSLServerSocket listen() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    Certificate[] chain = {x509};
    store.setKeyEntry("server", keys.getPrivate(), new char[0], chain);
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return (SSLServerSocket)
        context
            .getServerSocketFactory()
            .createServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
  }

  /** The verdict of the trust manager on a chain of {@code leaf}: the reason, if it refuses it. */
  static String verdict(CaBundle bundle, List<X509Certificate> shown, String host, Clock clock) {
    X509Certificate[] chain = shown.toArray(X509Certificate[]::new);
    try {
      CaBundleTrustManager.of(bundle, clock)
          .check(chain, host, pkix -> pkix.checkServerTrusted(chain, "UNKNOWN"));
      return "trusted";
    } catch (CertificateException | CredentialException e) {
      return String.valueOf(e.getMessage());
    }
  }

  public String pem() {
    try {
      String base64 = Base64.getMimeEncoder().encodeToString(x509.getEncoded());
      return "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
