// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http.tls;

import java.nio.ByteBuffer;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * The name constraints of a CA (RFC 5280, 4.2.1.10). The JDK ignores those of the trusted
 * certificate, and before 25.0.5 accepts {@code *.example} where an intermediate CA excludes {@code
 * a.example}.
 */
record NameConstraints(
    boolean present, List<GeneralSubtree> permitted, List<GeneralSubtree> excluded) {
  private static final String OID = "2.5.29.30";
  private static final NameConstraints NONE = new NameConstraints(false, List.of(), List.of());
  private static final int PERMITTED = 0xa0;
  private static final int EXCLUDED = 0xa1;

  static NameConstraints of(X509Certificate authority) throws CertificateException {
    byte[] extension = authority.getExtensionValue(OID);
    if (extension == null) {
      return NONE;
    }
    boolean critical = authority.getCriticalExtensionOIDs().contains(OID);
    List<GeneralSubtree> permitted = new ArrayList<>();
    List<GeneralSubtree> excluded = new ArrayList<>();
    boolean hasSubtrees = false;
    for (DerElement subtrees : DerElement.first(ByteBuffer.wrap(extension)).first().elements()) {
      hasSubtrees |= subtrees.content() < subtrees.end();
      switch (subtrees.tag()) {
        case PERMITTED -> permitted.addAll(GeneralSubtree.list(subtrees, critical));
        case EXCLUDED -> excluded.addAll(GeneralSubtree.list(subtrees, critical));
        default -> throw GeneralSubtree.unreadable();
      }
    }
    if (!hasSubtrees) {
      throw GeneralSubtree.unreadable();
    }
    return new NameConstraints(true, permitted, excluded);
  }

  /** Requires that all names of a certificate below comply. */
  void require(X509Certificate below, String whose) throws CertificateException {
    if (!present) {
      return;
    }
    for (AlternativeName name : AlternativeName.of(below)) {
      List<GeneralSubtree> allowed =
          permitted.stream().filter(tree -> name.is(tree.type())).toList();
      List<GeneralSubtree> forbidden =
          excluded.stream().filter(tree -> name.is(tree.type())).toList();
      boolean within = allowed.isEmpty() || allowed.stream().anyMatch(tree -> tree.holds(name));
      if (!GeneralSubtree.comparable(name)
          || !within
          || forbidden.stream().anyMatch(tree -> tree.touches(name))) {
        throw new CertificateException(
            whose + " has a name that a CA above it may not issue for (nameConstraints)");
      }
    }
  }
}
