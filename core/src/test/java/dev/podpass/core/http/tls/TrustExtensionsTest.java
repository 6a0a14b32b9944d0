// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An extension that decides about trust is read or refused, also if it is not critical. */
class TrustExtensionsTest {
  private static final TestCertificate ROOT = TestCertificate.root(new X500Name("CN=root"));

  @ParameterizedTest
  @CsvSource({
    "policyMappings, 33, 300a300806022a0306022a04",
    "policyConstraints, 36, 3006800100810101",
    "inhibitAnyPolicy, 54, 020100",
    "unknown, 99, 0500"
  })
  void whatCanBeReadIsAccepted(String name, int number, String hex) throws CertificateException {
    TrustExtensions.requireReadable(certificate(number, hex), name);
  }

  @ParameterizedTest
  @CsvSource({
    "keyUsage, 15, 3000",
    "subjectAltName, 17, 0500",
    "policyMappings, 33, 3006300406022a03",
    "policyMappings, 33, 3009300706022a03020101",
    "policyMappings, 33, 8000",
    "policyConstraints, 36, 3003820100",
    "policyConstraints, 36, 30028000",
    "policyConstraints, 36, 300780050000000000",
    "policyConstraints, 36, 8003800100",
    "policyConstraints, 36, 300980",
    "extKeyUsage, 37, 0500",
    "inhibitAnyPolicy, 54, 0200",
    "inhibitAnyPolicy, 54, 040100"
  })
  void whatCannotBeReadIsRefused(String name, int number, String hex) {
    X509Certificate certificate = certificate(number, hex);

    assertThat(certificate.getNonCriticalExtensionOIDs()).contains("2.5.29." + number);
    assertThatThrownBy(() -> TrustExtensions.requireReadable(certificate, "it"))
        .isInstanceOf(CertificateException.class)
        .hasMessage("it has a " + name + " that cannot be read");
  }

  private static X509Certificate certificate(int number, String hex) {
    ASN1ObjectIdentifier id = new ASN1ObjectIdentifier("2.5.29." + number);
    return ROOT.sign("ca", true, new Extension(id, false, HexFormat.of().parseHex(hex))).x509();
  }
}
