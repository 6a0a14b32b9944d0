// SPDX-License-Identifier: Apache-2.0
package dev.podpass.http;

import dev.podpass.failure.CredentialException;
import dev.podpass.failure.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Makes a TLS context that trusts a {@link CaBundle}; the JDK's PKIX decides everything. */
final class TrustAnchors {
  private static final Pattern PEM_CERTIFICATE =
      Pattern.compile("-----BEGIN CERTIFICATE-----([^-]*)-----END CERTIFICATE-----");

  private TrustAnchors() {}

  static SSLContext context(CaBundle bundle) {
    try {
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(bundle.files().isEmpty() ? null : keyStore(bundle));
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("the JDK has TLS, PKIX and a key store in memory", e);
    }
  }

  private static KeyStore keyStore(CaBundle bundle) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (Path file : bundle.files()) {
      List<Certificate> certificates = certificates(bundle.read(file));
      if (certificates.isEmpty()) {
        throw new CredentialException(
            Kind.CONFIGURATION,
            "the CA bundle " + file + " holds no certificate in PEM",
            "check SSL_CERT_FILE and --ca-bundle");
      }
      for (Certificate certificate : certificates) {
        store.setCertificateEntry(String.valueOf(store.size()), certificate);
      }
    }
    return store;
  }

  /** Passes over what is no certificate, as Go does: one bad entry must not distrust the rest. */
  private static List<Certificate> certificates(String pem) throws CertificateException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<Certificate> certificates = new ArrayList<>();
    Matcher matcher = PEM_CERTIFICATE.matcher(pem);
    while (matcher.find()) {
      Certificate certificate = certificate(factory, matcher.group(1));
      if (certificate != null) {
        certificates.add(certificate);
      }
    }
    return certificates;
  }

  private static @Nullable Certificate certificate(CertificateFactory factory, String base64) {
    try {
      byte[] der = Base64.getMimeDecoder().decode(base64);
      return factory.generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException | IllegalArgumentException _) {
      return null;
    }
  }
}
