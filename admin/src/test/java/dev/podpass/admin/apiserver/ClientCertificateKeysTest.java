// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.core.http.tls.ClientCertificate;
import dev.podpass.core.http.tls.TestCertificate;
import dev.podpass.spi.secret.Secret;
import java.util.Base64;
import org.bouncycastle.asn1.x500.X500Name;
import org.junit.jupiter.api.Test;

/** The certificate as JSSE's key manager. */
class ClientCertificateKeysTest {
  private final TestCertificate node = TestCertificate.root(new X500Name("CN=node"));
  private final ClientCertificate keys = ClientCertificateReader.parse(node.pem(), key());

  @Test
  void showsTheCertificateToWhoeverTakesItsKind() {
    String alias = keys.chooseClientAlias(new String[] {"RSA", "EC"}, null, null);

    assertThat(keys.getClientAliases("EC", null)).containsExactly(alias).containsExactly("client");
    assertThat(keys.getCertificateChain("client")).containsExactly(node.x509());
    assertThat(keys.getPrivateKey("client")).isEqualTo(node.keys().getPrivate());
  }

  @Test
  void showsNothingToAServerThatTakesOtherKinds() {
    assertThat(keys.chooseClientAlias(new String[] {"RSA"}, null, null)).isNull();
    assertThat(keys.chooseEngineClientAlias(new String[] {"EC"}, null, null)).isNull();
  }

  @Test
  void isNoServers() {
    assertThat(keys.chooseServerAlias("EC", null, null)).isNull();
    assertThat(keys.getServerAliases("EC", null)).isEmpty();
  }

  private Secret key() {
    String base64 = Base64.getEncoder().encodeToString(node.keys().getPrivate().getEncoded());
    return Secret.of("-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n");
  }
}
