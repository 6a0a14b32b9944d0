// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.spi.secret.Secret;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientCertificateTest {
  /** As a cloud's CSR signer and kubeadm write keys, and as OpenSSL converts them. */
  @ParameterizedTest
  @CsvSource({"EC, 256, 'EC '", "EC, 256, ''", "RSA, 2048, 'RSA '", "RSA, 2048, ''"})
  void readsKeysAsClustersWriteThem(String algorithm, int size, String form) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(size);
    KeyPair keys = generator.generateKeyPair();
    TestCertificate root = TestCertificate.root(new X500Name("CN=root"));
    TestCertificate certificate = new TestCertificate(root.leaf("n1", keys), keys);
    byte[] pkcs8 = keys.getPrivate().getEncoded();
    byte[] key =
        form.isEmpty() ? pkcs8 : PrivateKeyInfo.getInstance(pkcs8).getPrivateKey().getOctets();

    ClientCertificate read =
        ClientCertificate.of(certificate.pem(), Secret.of(pem(form + "PRIVATE KEY", key)));

    assertThat(read.getPrivateKey("client")).isEqualTo(keys.getPrivate());
    assertThat(read.getCertificateChain("client")).containsExactly(certificate.x509());
    assertThat(read.chooseClientAlias(new String[] {"Ed25519", algorithm}, null, null))
        .isEqualTo("client");
    assertThat(read.chooseClientAlias(new String[] {"Ed25519"}, null, null)).isNull();
    assertThat(read.chooseServerAlias(algorithm, null, null)).isNull();
  }

  @Test
  void refusesWhatHasNoKey() {
    String certificate = TestCertificate.root(new X500Name("CN=n")).pem();

    assertThatThrownBy(() -> ClientCertificate.of(certificate, Secret.of("planted-secret")))
        .isInstanceOf(GeneralSecurityException.class)
        .hasMessage("there is no certificate, or no private key");
  }

  private static String pem(String type, byte[] content) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(type, Base64.getMimeEncoder().encodeToString(content), type);
  }
}
