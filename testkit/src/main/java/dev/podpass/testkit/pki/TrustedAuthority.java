// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.pki;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** A client's trust in one authority, and in no other. */
public final class TrustedAuthority {
  private TrustedAuthority() {}

  /**
   * Trust managers of the JDK.
   *
   * @param authority a certificate in PEM
   */
  public static TrustManager[] managers(Path authority) {
    try (InputStream pem = Files.newInputStream(authority)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return factory.getTrustManagers();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no trust in " + authority, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A context with them, and without a certificate of the client's own. */
  public static SSLContext context(Path authority) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers(authority), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no trust in " + authority, e);
    }
  }
}
