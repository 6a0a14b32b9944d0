// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http.tls;

import static dev.podpass.core.http.tls.AlternativeName.DNS;
import static dev.podpass.core.http.tls.AlternativeName.EMAIL;
import static dev.podpass.core.http.tls.AlternativeName.IP;
import static dev.podpass.core.http.tls.AlternativeName.URI;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.security.cert.CertificateParsingException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One permitted or excluded subtree of nameConstraints, and the names that belong to it. */
class GeneralSubtreeTest {
  private static final String PRIVATE = bytes("0a000000ff000000");
  private static final String LOCAL = bytes("fe80" + "00".repeat(14) + "ffc0" + "00".repeat(14));

  static Stream<Arguments> names() {
    return Stream.of(
        argumentSet("address within", IP, PRIVATE, "10.1.2.3", true),
        argumentSet("address without", IP, PRIVATE, "11.1.2.3", false),
        argumentSet("the last byte differs", IP, bytes("0a000001ffffffff"), "10.0.0.2", false),
        argumentSet("one address", IP, bytes("0a000001ffffffff"), "10.0.0.1", true),
        argumentSet("every address", IP, bytes("0000000000000000"), "10.0.0.1", true),
        argumentSet("of the other family", IP, PRIVATE, "fe80::1", false),
        argumentSet("of the other family, all", IP, bytes("00".repeat(8)), "::1", false),
        argumentSet("IPv6 within", IP, LOCAL, "febf::1", true),
        argumentSet("IPv6 without", IP, LOCAL, "fec0::1", false),
        argumentSet("IPv4 in IPv6's", IP, bytes("00".repeat(32)), "10.0.0.1", false),
        argumentSet("no address", IP, PRIVATE, "a.example", false),
        argumentSet("mailbox", EMAIL, "bob@a.example", "bob@A.example", true),
        argumentSet("another mailbox", EMAIL, "bob@a.example", "boa@a.example", false),
        argumentSet("a longer mailbox", EMAIL, "bob@a.example", "bobby@a.example", false),
        argumentSet("mailbox of another", EMAIL, "bob@a.example", "bob@b.example", false),
        argumentSet("mailbox below", EMAIL, "bob@a.example", "bob@b.a.example", false),
        argumentSet("mailboxes of a host", EMAIL, "a.example", "bob@a.example", true),
        argumentSet("mailboxes below", EMAIL, ".example", "bob@a.example", true),
        argumentSet("at sign in a DNS name", DNS, "a@b.example", "a@b.example", true),
        argumentSet("DNS within", DNS, "example", "a.example", true),
        argumentSet("DNS without", DNS, "example", "badexample", false),
        argumentSet("URI within", URI, ".example", "https://a.example/", true),
        argumentSet("URI without", URI, ".example", "https://a.other/", false));
  }

  @ParameterizedTest
  @MethodSource("names")
  void holdsWhatBelongsToIt(int type, String base, String name, boolean held) {
    assertThat(new GeneralSubtree(type, base).holds(new AlternativeName(type, name)))
        .isEqualTo(held);
  }

  static Stream<Arguments> lists() {
    return Stream.of(
        argumentSet("DNS", DNS, "a.example", true),
        argumentSet("empty label", DNS, "a..example", false),
        argumentSet("empty label before an at sign", DNS, "a..b@c", false),
        argumentSet("host of mailboxes", EMAIL, "a.example", true),
        argumentSet("mailbox", EMAIL, "b..ob@a.example", true),
        argumentSet("mailbox of no host", EMAIL, "bob@.", false),
        argumentSet("no mailbox", EMAIL, "@a.example", false),
        argumentSet("network", IP, PRIVATE, true),
        argumentSet("network of IPv6", IP, LOCAL, true),
        argumentSet("every address", IP, bytes("00".repeat(8)), true),
        argumentSet("mask with a hole", IP, bytes("0a000000ff00ff00"), false),
        argumentSet("mask that begins late", IP, bytes("0a0000000fffffff"), false),
        argumentSet("address alone", IP, bytes("0a000000"), false),
        argumentSet("half of IPv6", IP, bytes("00".repeat(16)), false));
  }

  @ParameterizedTest
  @MethodSource("lists")
  void isReadOrRefused(int type, String base, boolean wellFormed) throws Exception {
    DerElement list = list(type, base);
    if (wellFormed) {
      assertThat(GeneralSubtree.list(list, true))
          .isEqualTo(List.of(new GeneralSubtree(type, base)));
    } else {
      assertThatThrownBy(() -> GeneralSubtree.list(list, false))
          .isInstanceOf(CertificateParsingException.class)
          .hasMessage("a certificate's nameConstraints cannot be read");
    }
  }

  private static DerElement list(int type, String base) throws CertificateParsingException {
    return DerElementTest.der(element(0xa0, element(0x30, element(0x80 + type, hex(base)))));
  }

  private static String element(int tag, String content) {
    return "%02x%02x%s".formatted(tag, content.length() / 2, content);
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(ISO_8859_1));
  }

  private static String bytes(String hex) {
    return new String(HexFormat.of().parseHex(hex), ISO_8859_1);
  }
}
