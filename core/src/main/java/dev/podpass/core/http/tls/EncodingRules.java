// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http.tls;

import java.nio.ByteBuffer;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;

/**
 * Encoding rules of Go's parser, which apply to all certificates that a server sends. The JDK
 * ignores a non-critical extension that it cannot parse.
 */
final class EncodingRules {
  private static final String KEY_USAGE = "2.5.29.15";
  private static final String ALTERNATIVE_NAMES = "2.5.29.17";

  /** UTF8, Numeric, Printable, Teletex, IA5 and BMPString. */
  private static final Set<Integer> STRINGS = Set.of(12, 18, 19, 20, 22, 30);

  private EncodingRules() {}

  static void require(X509Certificate certificate, String name) throws CertificateException {
    if (certificate.getSerialNumber().signum() < 0) {
      throw new CertificateException(name + " has a negative serial number");
    }
    CertificateNames names = CertificateNames.of(certificate);
    if (!readable(names.issuer()) || !readable(names.subject())) {
      throw new CertificateException(name + " has a subject or issuer that cannot be read");
    }
    if (certificate.getExtensionValue(KEY_USAGE) != null && certificate.getKeyUsage() == null) {
      throw new CertificateException(name + " has a keyUsage that cannot be read");
    }
    if (certificate.getExtensionValue(ALTERNATIVE_NAMES) != null
        && !hasReadableNames(certificate)) {
      throw new CertificateException(name + " has a subjectAltName that cannot be read");
    }
    var _ = NameConstraints.of(certificate);
  }

  /** A name is a sequence of sets of attributes, each an identifier and a string. */
  static boolean readable(ByteBuffer name) {
    try {
      for (DerElement set : DerElement.first(name).elements()) {
        for (DerElement attribute : set.elements()) {
          List<DerElement> parts = attribute.elements();
          if (parts.size() != 2 || !STRINGS.contains(parts.getLast().tag())) {
            return false;
          }
        }
      }
      return true;
    } catch (CertificateParsingException _) {
      return false;
    }
  }

  private static boolean hasReadableNames(X509Certificate certificate) {
    boolean critical = certificate.getCriticalExtensionOIDs().contains(ALTERNATIVE_NAMES);
    try {
      List<AlternativeName> names = AlternativeName.of(certificate);
      return names.stream().allMatch(AlternativeName::isReadable)
          && (!critical || names.stream().anyMatch(AlternativeName::isOfServer));
    } catch (CertificateParsingException _) {
      return false;
    }
  }
}
