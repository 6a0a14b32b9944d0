// SPDX-License-Identifier: Apache-2.0
package dev.podpass.http.tls;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/** DNS names as name constraints compare them: by whole labels, whatever their case. */
final class Domain {
  private Domain() {}

  /** The domain in a name, if it has a valid one: a URI's must not be an address. */
  static Optional<String> of(AlternativeName name) {
    Optional<String> domain =
        switch (name.type()) {
          case AlternativeName.DNS -> Optional.of(name.text());
          case AlternativeName.EMAIL ->
              Optional.of(name.text().lastIndexOf('@'))
                  .filter(at -> at > 0)
                  .map(at -> name.text().substring(at + 1));
          case AlternativeName.URI ->
              authority(name.text()).filter(host -> AlternativeName.address(host).isEmpty());
          default -> Optional.empty();
        };
    return domain.filter(Domain::isValid);
  }

  /** Host or address in a URI, if it has one. */
  static Optional<String> authority(String uri) {
    try {
      return Optional.ofNullable(new URI(uri).getRawAuthority())
          .map(a -> a.substring(a.lastIndexOf('@') + 1).replaceFirst(":[0-9]*$", ""))
          .filter(host -> !host.isEmpty());
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }

  /** A constraint may begin with a dot: what is below a domain, without itself. */
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

  /** Whether {@code *.example} also stands for a constraint such as {@code a.example}. */
  static boolean coversSibling(String domain, String constraint) {
    int dot = domain.indexOf('.');
    int other = constraint.indexOf('.');
    return domain.startsWith("*")
        && dot > 0
        && other >= 0
        && domain.substring(dot).equalsIgnoreCase(constraint.substring(other));
  }
}
