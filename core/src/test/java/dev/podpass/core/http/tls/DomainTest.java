// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DomainTest {
  static Stream<Arguments> names() {
    return Stream.of(
        argumentSet("DNS", AlternativeName.DNS, "a.example", "a.example"),
        argumentSet("DNS, empty label", AlternativeName.DNS, "a..example", null),
        argumentSet("DNS, space", AlternativeName.DNS, "a example", null),
        argumentSet("DNS, first printable", AlternativeName.DNS, "a!b", "a!b"),
        argumentSet("DNS, last printable", AlternativeName.DNS, "a~b", "a~b"),
        argumentSet("DNS, DEL", AlternativeName.DNS, "a\u007fb", null),
        argumentSet("email", AlternativeName.EMAIL, "joe@a.example", "a.example"),
        argumentSet("email, no mailbox", AlternativeName.EMAIL, "@a.example", null),
        argumentSet("email, no at sign", AlternativeName.EMAIL, "a.example", null),
        argumentSet("email, two at signs", AlternativeName.EMAIL, "j@e@a.example", "a.example"),
        argumentSet("URI", AlternativeName.URI, "https://a.example/x", "a.example"),
        argumentSet("URI, port", AlternativeName.URI, "https://a.example:443/x", "a.example"),
        argumentSet("URI, user", AlternativeName.URI, "https://joe@a.example/x", "a.example"),
        argumentSet("URI, port alone", AlternativeName.URI, "https://:80/", null),
        argumentSet("URI, no host", AlternativeName.URI, "urn:a", null),
        argumentSet("URI, IPv4", AlternativeName.URI, "https://10.0.0.1/", null),
        argumentSet("URI, IPv6", AlternativeName.URI, "https://[::1]/", null),
        argumentSet("URI, not one", AlternativeName.URI, "https://a b/", null),
        argumentSet("address", AlternativeName.IP, "10.0.0.1", null));
  }

  @ParameterizedTest
  @MethodSource("names")
  void isFoundInAName(int type, String text, String domain) {
    assertThat(new AlternativeName(type, text).domain().orElse(null)).isEqualTo(domain);
  }

  @ParameterizedTest
  @CsvSource({
    "example, true",
    ".example, true",
    "'', true",
    "., false",
    "..example, false",
    "a..example, false",
    "'a example', false"
  })
  void aConstraintMayBeginWithADot(String text, boolean constraint) {
    assertThat(Domain.isConstraint(text)).isEqualTo(constraint);
  }

  @ParameterizedTest
  @CsvSource({
    "a.example, example, true",
    "A.Example, eXample, true",
    "example, example, true",
    "badexample, example, false",
    "a.example, .example, true",
    "example, .example, false",
    "a.example, '', true",
    "example, a.example, false"
  })
  void belongsByWholeLabels(String domain, String constraint, boolean within) {
    assertThat(Domain.within(domain, constraint)).isEqualTo(within);
  }

  @ParameterizedTest
  @CsvSource({
    "*.example, a.example, true",
    "*.Example, a.eXample, true",
    "*.example, .example, true",
    "*.example, example, false",
    "*.example, a.b.example, false",
    "b.example, a.example, false",
    "*, a.example, false"
  })
  void aPatternCoversSiblings(String domain, String constraint, boolean covered) {
    assertThat(Domain.coversSibling(domain, constraint)).isEqualTo(covered);
  }
}
