// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http.tls;

import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Rules for each single certificate of a path, including the trusted one. */
final class CertificateRules {
  private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
  private static final String ANY_PURPOSE = "2.5.29.37.0";

  /** The critical extensions that Go supports. */
  private static final Set<String> UNDERSTOOD =
      Set.of(
          "2.5.29.15", // keyUsage
          "2.5.29.17", // subjectAltName
          "2.5.29.19", // basicConstraints
          "2.5.29.30", // nameConstraints
          "2.5.29.31", // cRLDistributionPoints
          "2.5.29.32", // certificatePolicies
          "2.5.29.33", // policyMappings
          "2.5.29.36", // policyConstraints
          "2.5.29.37", // extKeyUsage
          "2.5.29.54"); // inhibitAnyPolicy

  private CertificateRules() {}

  static void requireUsable(X509Certificate certificate, String name) throws CertificateException {
    TrustExtensions.requireReadable(certificate, name);
    List<String> purposes = certificate.getExtendedKeyUsage();
    if (purposes != null
        && !purposes.isEmpty()
        && !purposes.contains(SERVER_AUTH)
        && !purposes.contains(ANY_PURPOSE)) {
      throw new CertificateException(name + " is not for TLS servers (extKeyUsage)");
    }
    Set<String> critical = certificate.getCriticalExtensionOIDs();
    Set<String> unknown = new TreeSet<>(critical == null ? Set.of() : critical);
    unknown.removeAll(UNDERSTOOD);
    if (!unknown.isEmpty()) {
      throw new CertificateException(
          name + " has a critical extension that is not understood: " + unknown.iterator().next());
    }
  }

  @SuppressWarnings("JavaUtilDate") // X509Certificate has no other accessors.
  static void requireInTime(X509Certificate certificate, String name, Instant now)
      throws CertificateException {
    Instant from = certificate.getNotBefore().toInstant();
    Instant until = certificate.getNotAfter().toInstant();
    if (now.isBefore(from)) {
      throw new CertificateNotYetValidException(name + " is not valid before " + from);
    }
    if (now.isAfter(until)) {
      throw new CertificateExpiredException(name + " is not valid after " + until);
    }
  }
}
