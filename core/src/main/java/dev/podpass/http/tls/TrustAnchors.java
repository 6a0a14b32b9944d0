// SPDX-License-Identifier: Apache-2.0
package dev.podpass.http.tls;

import dev.podpass.failure.CredentialException;
import dev.podpass.failure.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** The certificates of a {@link CaBundle}, found by their subject; none is parsed for nothing. */
final class TrustAnchors {
  private final Map<String, List<byte[]>> bySubject;

  private TrustAnchors(Map<String, List<byte[]>> bySubject) {
    this.bySubject = bySubject;
  }

  /**
   * Reads the files. It passes over what is no certificate, as Go does: one bad entry must not
   * distrust the rest.
   *
   * @throws CredentialException of kind {@code CONFIGURATION} if one of them holds none
   */
  static TrustAnchors of(CaBundle bundle) {
    TrustAnchors anchors = new TrustAnchors(new HashMap<>());
    for (Path file : bundle.files()) {
      anchors.add(bundle.read(file), "the CA bundle " + file);
    }
    bundle.given().forEach(pem -> anchors.add(pem, "the CA bundle that is given"));
    return anchors;
  }

  private void add(String pem, String source) {
    boolean none = true;
    for (byte[] certificate : Pem.certificates(pem)) {
      Optional<String> subject = DerNames.subject(certificate);
      subject.ifPresent(s -> bySubject.computeIfAbsent(s, _ -> new ArrayList<>()).add(certificate));
      none &= subject.isEmpty();
    }
    if (none) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          source + " holds no certificate in PEM",
          "check SSL_CERT_FILE and --ca-bundle");
    }
  }

  /** The JDK's PKIX, trusting all of them. */
  X509ExtendedTrustManager all() throws CertificateException {
    return pkix(bySubject.values().stream());
  }

  /** The JDK's PKIX, trusting those that one of a chain is, or names as its issuer. */
  X509ExtendedTrustManager namedBy(X509Certificate[] chain) throws CertificateException {
    return pkix(
        Arrays.stream(chain)
            .flatMap(
                sent -> Stream.of(sent.getSubjectX500Principal(), sent.getIssuerX500Principal()))
            .map(name -> DerNames.comparable(name.getEncoded()))
            .distinct()
            .map(name -> bySubject.getOrDefault(name, List.of())));
  }

  private static X509ExtendedTrustManager pkix(Stream<List<byte[]>> trusted)
      throws CertificateException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (byte[] certificate : trusted.flatMap(Collection::stream).toList()) {
        X509Certificate parsed = parse(factory, certificate);
        if (parsed != null) {
          store.setCertificateEntry(String.valueOf(store.size()), parsed);
        }
      }
      if (store.size() == 0) {
        throw new CertificateException("it holds no certificate of the server's issuer");
      }
      return pkix(store);
    } catch (KeyStoreException | NoSuchAlgorithmException | IOException e) {
      throw new IllegalStateException("the JDK has PKIX and a key store in memory", e);
    }
  }

  /**
   * The JDK's PKIX.
   *
   * @param store what it trusts; the JDK's own certificates if it is null
   */
  static X509ExtendedTrustManager pkix(@Nullable KeyStore store)
      throws KeyStoreException, NoSuchAlgorithmException {
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
  }

  private static @Nullable X509Certificate parse(CertificateFactory factory, byte[] certificate) {
    try {
      return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(certificate));
    } catch (CertificateException _) {
      return null;
    }
  }
}
