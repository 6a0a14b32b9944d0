// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http.tls;

import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** The certificates of a {@link CaBundle}, found by subject and parsed on demand. */
final class TrustAnchors {
  private final Map<ByteBuffer, List<Supplier<Optional<byte[]>>>> bySubject = new HashMap<>();

  private TrustAnchors() {}

  /**
   * Reads the files. Invalid blocks are skipped, as in Go: one bad entry must not invalidate the
   * rest.
   */
  static TrustAnchors of(CaBundle bundle) {
    TrustAnchors anchors = new TrustAnchors();
    for (Path file : bundle.files()) {
      anchors.add(bundle.read(file), "the CA bundle " + file);
    }
    bundle.given().forEach(pem -> anchors.add(pem, "the CA bundle that is given"));
    if (bundle.isTheJdksOwn()) {
      anchors.addTheJdksOwn();
    }
    return anchors;
  }

  private void add(String pem, String source) {
    boolean none = true;
    for (Pem.Block block : Pem.blocks(pem)) {
      none &= !add(block);
    }
    if (none) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          source + " holds no certificate in PEM",
          "check SSL_CERT_FILE and --ca-bundle");
    }
  }

  private boolean add(Pem.Block block) {
    Optional<ByteBuffer> subject =
        block
            .decodeBeginning()
            .flatMap(CertificateNames::subjectIn)
            .or(() -> block.decode().flatMap(CertificateNames::subjectIn));
    subject.ifPresent(name -> add(name, block::decode));
    return subject.isPresent();
  }

  private void add(ByteBuffer subject, Supplier<Optional<byte[]>> certificate) {
    bySubject.computeIfAbsent(subject, _ -> new ArrayList<>(1)).add(certificate);
  }

  private void addTheJdksOwn() {
    try {
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init((KeyStore) null);
      X509TrustManager own = (X509TrustManager) factory.getTrustManagers()[0];
      for (X509Certificate certificate : own.getAcceptedIssuers()) {
        byte[] encoded = certificate.getEncoded();
        add(CertificateNames.of(encoded).subject(), () -> Optional.of(encoded));
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has PKIX and certificates of its own", e);
    }
  }

  /**
   * The trusted certificates that are in a chain or that it names as issuers, those nearest to the
   * server's first.
   */
  List<X509Certificate> namedBy(X509Certificate[] chain) throws CertificateException {
    Set<ByteBuffer> subjects = new LinkedHashSet<>();
    for (X509Certificate sent : chain) {
      CertificateNames names = CertificateNames.of(sent);
      subjects.add(names.subject());
      subjects.add(names.issuer());
    }
    List<X509Certificate> named = new ArrayList<>();
    for (ByteBuffer subject : subjects) {
      bySubject.getOrDefault(subject, List.of()).stream()
          .flatMap(encoded -> encoded.get().stream())
          .forEach(encoded -> parse(encoded, named));
    }
    return named;
  }

  private static void parse(byte[] certificate, List<X509Certificate> into) {
    try {
      var _ = CertificateNames.of(certificate); // Refuses what follows it, unlike the factory.
      into.add(
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(certificate)));
    } catch (CertificateException _) {
      // An invalid certificate must not invalidate the others.
    }
  }
}
