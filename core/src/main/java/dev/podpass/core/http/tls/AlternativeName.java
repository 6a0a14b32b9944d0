// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http.tls;

import dev.podpass.spi.http.IpLiteral;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A subject alternative name that is text, with its tag in RFC 5280 (4.2.1.6). */
record AlternativeName(int type, String text) {
  static final int EMAIL = 1;
  static final int DNS = 2;
  static final int URI = 6;
  static final int IP = 7;

  static List<AlternativeName> of(X509Certificate certificate) throws CertificateParsingException {
    Collection<List<?>> entries = certificate.getSubjectAlternativeNames();
    List<AlternativeName> names = new ArrayList<>();
    for (List<?> entry : entries == null ? List.<List<?>>of() : entries) {
      if (entry.get(0) instanceof Integer type && entry.get(1) instanceof String text) {
        names.add(new AlternativeName(type, text));
      }
    }
    return names;
  }

  boolean is(int wanted) {
    return type == wanted;
  }

  static boolean isText(int type) {
    return type == EMAIL || type == DNS || type == URI;
  }

  /** The domain in it, if it is valid; a URI's must not be an address. */
  Optional<String> domain() {
    Optional<String> domain =
        switch (type) {
          case DNS -> Optional.of(text);
          case EMAIL ->
              Optional.of(text.lastIndexOf('@'))
                  .filter(at -> at > 0)
                  .map(at -> text.substring(at + 1));
          case URI -> Domain.authority(text).filter(host -> IpLiteral.parse(host).isEmpty());
          default -> Optional.empty();
        };
    return domain.filter(Domain::isValid);
  }
}
