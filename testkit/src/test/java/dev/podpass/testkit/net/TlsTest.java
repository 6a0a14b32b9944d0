// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.Options;
import dev.podpass.testkit.WireClient;
import dev.podpass.testkit.pki.CertificateKind;
import dev.podpass.testkit.pki.ServerKeys;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsTest {
  private static final String ECR = "api.ecr.eu-west-1.amazonaws.com";

  @AutoClose private final FakeClouds clouds = FakeClouds.start();

  @Test
  void clientsThatTrustTheAuthorityTrustEveryHost() throws IOException {
    try (WireClient client = WireClient.to(clouds, ECR)) {
      client.post(ECR, "/", "{}");

      assertThat(client.readHead()).startsWith("HTTP/1.1 ");
      assertThat(clouds.received().tlsConnectionsTo(ECR))
          .containsExactly(new TlsConnection(1, ECR, Optional.of(ECR), Optional.of("TLSv1.3")));
    }
  }

  @ParameterizedTest
  @CsvSource({"P256, EC, SHA256withECDSA", "RSA2048, RSA, SHA256withRSA"})
  void serversHaveTheKeysThatWereWanted(ServerKeys kind, String algorithm, String signature)
      throws IOException {
    try (FakeClouds wanted = FakeClouds.start(Options.defaults().serverKeys(kind));
        WireClient client = WireClient.to(wanted, ECR)) {
      assertThat(client.certificate().getPublicKey().getAlgorithm()).isEqualTo(algorithm);
      assertThat(client.certificate().getSigAlgName()).isEqualTo(signature);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "UNKNOWN_AUTHORITY, unable to find valid certification path",
    "OTHER_HOST, No subject alternative DNS name matching api.ecr.eu-west-1.amazonaws.com",
    "EXPIRED, NotAfter"
  })
  void badCertificatesAreBadInTheirWay(CertificateKind kind, String reason) throws IOException {
    clouds.misbehave(ECR, Faults.certificate(kind), 1);

    assertThatExceptionOfType(SSLException.class)
        .isThrownBy(() -> WireClient.to(clouds, ECR))
        .havingRootCause()
        .withMessageContaining(reason);
    assertThat(clouds.received().requests()).isEmpty();

    WireClient.to(clouds, ECR).close();
  }

  @Test
  void aRefusedCertificateIsAHandshakeThatFailed() throws IOException {
    clouds.misbehave(ECR, Faults.certificate(CertificateKind.EXPIRED), 1);
    assertThatThrownBy(() -> WireClient.to(clouds, ECR)).isInstanceOf(SSLException.class);

    clouds.close(); // Waits for the server's side of it.

    assertThat(clouds.received().tlsConnectionsTo(ECR))
        .extracting(TlsConnection::established)
        .containsExactly(false);
  }

  @Test
  void mayHangInTheHandshake() throws IOException {
    clouds.misbehave(ECR, Faults.hangInHandshake());
    try (WireClient client = WireClient.toProxy(clouds).patience(Duration.ofMillis(200))) {
      client.connect(ECR + ":443");

      assertThatExceptionOfType(SocketTimeoutException.class)
          .isThrownBy(() -> client.startTls(ECR));
    }
  }

  @Test
  void mayCloseInTheHandshake() {
    clouds.misbehave(ECR, Faults.closeInHandshake());

    assertThatThrownBy(() -> WireClient.to(clouds, ECR))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(SocketTimeoutException.class);
  }
}
