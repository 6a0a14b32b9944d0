// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http.tls;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.CertificateException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bouncycastle.asn1.x500.X500Name;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerNameTest {
  private static final TestCertificate ROOT = TestCertificate.root(new X500Name("CN=root"));

  @ParameterizedTest
  @CsvSource({
    "a.example, a.example, true",
    "a.example, A.Example, true",
    "a.example, a.example., true",
    "a.example, b.example, false",
    "*.example, a.example, true",
    "*.example, a.example., true",
    "*.example, a.b.example, false",
    "*.example, .example, false",
    "*.example, example, false",
    "a*.example, ab.example, false",
    "10.0.0.1, 10.0.0.1, true",
    "10.0.0.1, 10.0.0.2, false",
    "a.example, ., false"
  })
  void isTheHostOrStandsForIt(String name, String host, boolean server) {
    TestCertificate certificate = ROOT.sign(name, false);
    ThrowingCallable required = () -> ServerName.require(certificate.x509(), host);
    if (server) {
      assertThatCode(required).doesNotThrowAnyException();
    } else {
      assertThatThrownBy(required)
          .isInstanceOf(CertificateException.class)
          .hasMessageContaining("none of its subject alternative names is " + host);
    }
  }
}
