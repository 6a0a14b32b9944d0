// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.security.cert.CertificateParsingException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which certificate is at fault, and why, is said. */
class RefusalTest {
  private static final X500Name NAME = new X500Name("CN=root");
  private static final TestCertificate ROOT = TestCertificate.root(NAME);
  private static final Extension UNREADABLE =
      new Extension(Extension.subjectAlternativeName, false, "none".getBytes(ISO_8859_1));

  static Stream<Arguments> chains() throws Exception {
    Extension clients =
        new Extension(
            Extension.extendedKeyUsage,
            false,
            new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth).getEncoded());
    TestCertificate middle = ROOT.sign("middle", true);
    TestCertificate forClients = ROOT.sign("middle", true, clients);
    TestCertificate unreadable = ROOT.sign("middle", true, UNREADABLE);
    return Stream.of(
        argumentSet(
            "server's purpose",
            List.of(middle.sign("leaf", false, clients), middle),
            "its certificate is not for TLS servers (extKeyUsage)"),
        argumentSet(
            "intermediate's purpose",
            List.of(forClients.sign("leaf", false), forClients),
            "an intermediate CA certificate is not for TLS servers (extKeyUsage)"),
        argumentSet(
            "server's names",
            List.of(ROOT.sign("leaf", false, UNREADABLE)),
            "its certificate has a subjectAltName that cannot be read"),
        argumentSet(
            "intermediate's names",
            List.of(unreadable.sign("leaf", false), unreadable),
            "an intermediate CA certificate has a subjectAltName that cannot be read"),
        argumentSet(
            "unknown issuer",
            List.of(TestCertificate.root(new X500Name("CN=other")).sign("leaf", false)),
            "it holds no certificate of the server's issuer"));
  }

  @ParameterizedTest
  @MethodSource("chains")
  void namesTheCertificate(List<TestCertificate> chain, String because) {
    assertThat(refusal(List.of(ROOT), chain)).isEqualTo(because);
  }

  /**
   * The path through the CA of the same name, which has not signed, fails first; its reason is of
   * no use.
   */
  @Test
  void thePathThatIsWellSignedTellsWhy() {
    TestCertificate namesake = TestCertificate.root(NAME);
    TestCertificate over = TestCertificate.root(NAME, Instant.parse("2021-01-01T00:00:00Z"));

    assertThat(refusal(List.of(namesake, over), List.of(over.sign("leaf", false))))
        .isEqualTo("the trusted CA certificate CN=root is not valid after 2021-01-01T00:00:00Z");
  }

  @Test
  void aCertificateOfFewFieldsIsNone() {
    byte[] four = HexFormat.of().parseHex("300a3008" + "0201013000" + "3000" + "00");
    byte[] none = HexFormat.of().parseHex("30023000");

    for (byte[] certificate : List.of(four, none)) {
      assertThatThrownBy(() -> CertificateNames.of(certificate))
          .isInstanceOf(CertificateParsingException.class);
    }
    assertThatThrownBy(() -> CertificateNames.of(none)).hasMessage("it is not a certificate");
  }

  private static String refusal(List<TestCertificate> trusted, List<TestCertificate> shown) {
    CaBundle bundle = new CaBundle(List.of(), trusted.stream().map(TestCertificate::pem).toList());
    return TestCertificate.verdict(
        bundle, shown.stream().map(TestCertificate::x509).toList(), "leaf", Clock.systemUTC());
  }
}
