// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http.tls;

import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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

  private static final Pattern WEAK = Pattern.compile("(?:MD[25]|SHA-?1|SHA-?224)WITH.+|.+WITHDSA");

  /** SHA-256, 384 or 512 for the hash and for the mask: DER in hexadecimal digits. */
  private static final Pattern STRONG_PSS =
      Pattern.compile("(?:.*060960864801650304020[123]){2}.*");

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

  /** The JDK permits SHA-1 below roots that are not its own, and 224 bits and DSA below all. */
  static void requireStrong(X509Certificate certificate, String name) throws CertificateException {
    String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
    boolean pss = algorithm.equals("RSASSA-PSS");
    if (pss ? !isStrongPss(certificate.getSigAlgParams()) : WEAK.matcher(algorithm).matches()) {
      throw new CertificateException(name + " is signed with " + algorithm + ", which is weak");
    }
  }

  private static boolean isStrongPss(byte @Nullable [] parameters) {
    return parameters != null && STRONG_PSS.matcher(HexFormat.of().formatHex(parameters)).matches();
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
