// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.spi.failure.CredentialException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.bouncycastle.asn1.x500.X500Name;
import org.junit.jupiter.api.Test;

class TrustAnchorsTest {
  private final TestCertificate root = TestCertificate.root(new X500Name("CN=root"));

  @Test
  void theJdksOwnCountIfThereAreNoOthers() throws Exception {
    X509Certificate[] own = {theJdksOwn()[0]};

    assertThat(TrustAnchors.of(new CaBundle(List.of())).namedBy(own)).containsExactly(own);
    assertThat(given(root.pem()).namedBy(own)).isEmpty();
  }

  @Test
  void theyMayBeGiven() throws Exception {
    assertThat(given(root.pem()).namedBy(new X509Certificate[] {root.x509()}))
        .containsExactly(root.x509());
  }

  @Test
  void whatHoldsNoCertificateIsRefused() {
    String broken = "-----BEGIN CERTIFICATE-----\nbm9uZQ==\n-----END CERTIFICATE-----\n";

    assertThatThrownBy(() -> given(broken))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("holds no certificate in PEM");
    assertThatThrownBy(() -> given(root.pem(), "")).isInstanceOf(CredentialException.class);
  }

  @Test
  void aCertificateIsFoundByANameThatIsLongerThanWhatIsDecodedAtFirst() throws Exception {
    TestCertificate lengthy =
        TestCertificate.root(new X500Name("OU=long" + ",OU=longer".repeat(100)));

    assertThat(given(root.pem(), lengthy.pem()).namedBy(new X509Certificate[] {lengthy.x509()}))
        .containsExactly(lengthy.x509());
  }

  @Test
  void aCertificateWithSomethingBehindItIsNotUsed() throws Exception {
    String pem = pem(Arrays.copyOf(root.x509().getEncoded(), root.x509().getEncoded().length + 1));

    assertThat(given(pem).namedBy(new X509Certificate[] {root.x509()})).isEmpty();
  }

  @Test
  void aBlockWhoseEndCannotBeDecodedIsNotUsed() throws Exception {
    X509Certificate[] own = {theJdksOwn()[0]};
    String pem = pem(own[0].getEncoded());

    assertThat(given(pem).namedBy(own)).containsExactly(own);
    assertThat(given(pem.replace("\n-----END", "=A\n-----END")).namedBy(own)).isEmpty();
  }

  private static String pem(byte[] certificate) {
    return "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
        .formatted(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate));
  }

  private static TrustAnchors given(String... pem) {
    return TrustAnchors.of(new CaBundle(List.of(), List.of(pem)));
  }

  private static X509Certificate[] theJdksOwn() throws Exception {
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init((KeyStore) null);
    return ((X509TrustManager) factory.getTrustManagers()[0]).getAcceptedIssuers();
  }
}
