// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http.tls;

import java.nio.ByteBuffer;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;

/**
 * Refuses an extension that decides about trust and cannot be read. The JDK ignores one that is not
 * critical, which is safe only for basicConstraints and certificatePolicies: without them, less is
 * trusted.
 */
final class TrustExtensions {
  private static final Map<String, String> NAMES =
      Map.of(
          "2.5.29.15", "keyUsage",
          "2.5.29.17", "subjectAltName",
          "2.5.29.33", "policyMappings",
          "2.5.29.36", "policyConstraints",
          "2.5.29.37", "extKeyUsage",
          "2.5.29.54", "inhibitAnyPolicy");

  private static final int INTEGER = 0x02;
  private static final int IDENTIFIER = 0x06;
  private static final int SEQUENCE = 0x30;
  private static final int CONTEXT = 0x80;

  private TrustExtensions() {}

  static void requireReadable(X509Certificate certificate, String whose)
      throws CertificateException {
    for (Map.Entry<String, String> extension : NAMES.entrySet()) {
      byte[] value = certificate.getExtensionValue(extension.getKey());
      if (value != null && !isReadable(extension.getValue(), value, certificate)) {
        throw new CertificateException(
            whose + " has a " + extension.getValue() + " that cannot be read");
      }
    }
    var _ = NameConstraints.of(certificate);
  }

  private static boolean isReadable(String name, byte[] value, X509Certificate certificate) {
    try {
      DerElement content = DerElement.first(ByteBuffer.wrap(value)).first();
      return switch (name) {
        case "keyUsage" -> certificate.getKeyUsage() != null;
        case "subjectAltName" -> certificate.getSubjectAlternativeNames() != null;
        case "extKeyUsage" -> certificate.getExtendedKeyUsage() != null;
        case "policyMappings" -> areMappings(content);
        case "policyConstraints" -> areLimits(content);
        default -> content.tag() == INTEGER && isNumber(content);
      };
    } catch (CertificateParsingException _) {
      return false;
    }
  }

  private static boolean areMappings(DerElement list) throws CertificateParsingException {
    for (DerElement mapping : list.elements()) {
      List<DerElement> policies = mapping.elements();
      if (policies.size() != 2 || policies.stream().anyMatch(id -> id.tag() != IDENTIFIER)) {
        return false;
      }
    }
    return list.tag() == SEQUENCE;
  }

  private static boolean areLimits(DerElement list) throws CertificateParsingException {
    return list.tag() == SEQUENCE
        && list.elements().stream()
            .allMatch(limit -> (limit.tag() & ~1) == CONTEXT && isNumber(limit));
  }

  private static boolean isNumber(DerElement element) {
    int size = element.end() - element.content();
    return size > 0 && size <= Integer.BYTES;
  }
}
