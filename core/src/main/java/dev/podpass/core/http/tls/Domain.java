// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http.tls;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/** Compares DNS names as name constraints require: by whole labels, ignoring case. */
final class Domain {
  private Domain() {}

  /** The host or address in a URI, if any. */
  static Optional<String> authority(String uri) {
    try {
      return Optional.ofNullable(new URI(uri).getRawAuthority())
          .map(a -> a.substring(a.lastIndexOf('@') + 1).replaceFirst(":[0-9]*$", ""))
          .filter(host -> !host.isEmpty());
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }

  /** A constraint may begin with a dot: subdomains only, not the domain itself. */
  static boolean isConstraint(String text) {
    return isValid(text.startsWith(".") ? text.substring(1) : text) && !text.equals(".");
  }

  static boolean isValid(String text) {
    return text.isEmpty()
        || (!("." + text + ".").contains("..") && text.chars().allMatch(c -> c > 32 && c < 127));
  }

  static boolean within(String domain, String constraint) {
    String name = "." + domain.toLowerCase(Locale.ROOT);
    String base = constraint.toLowerCase(Locale.ROOT);
    boolean below = base.isEmpty() || base.startsWith(".");
    return below ? name.substring(1).endsWith(base) : name.endsWith("." + base);
  }

  /** Whether {@code *.example} includes the domain of a constraint such as {@code a.example}. */
  static boolean coversSibling(String domain, String constraint) {
    int dot = domain.indexOf('.');
    int other = constraint.indexOf('.');
    return domain.startsWith("*")
        && dot > 0
        && other >= 0
        && domain.substring(dot).equalsIgnoreCase(constraint.substring(other));
  }
}
