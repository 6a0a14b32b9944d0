// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http.tls;

import java.security.GeneralSecurityException;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** The JDK's certification path validation (RFC 5280, 6). */
final class Pkix {
  private Pkix() {}

  /** Validates paths that start at one certificate and satisfy the rules. */
  @SuppressWarnings("JavaUtilDate") // there is no other way to set the time
  static X509ExtendedTrustManager trusting(X509Certificate anchor, PathRules rules, Instant now) {
    try {
      PKIXBuilderParameters parameters =
          new PKIXBuilderParameters(Set.of(new TrustAnchor(anchor, null)), null);
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(now));
      parameters.addCertPathChecker(rules);
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(new CertPathTrustManagerParameters(parameters));
      return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has PKIX", e);
    }
  }
}
