// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.podpass.core.http.tls.CaBundle;
import dev.podpass.core.http.tls.TestCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.io.CloseMode;
import org.bouncycastle.asn1.x500.X500Name;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictConnectionTest {
  private static final TestCertificate ROOT = TestCertificate.root(new X500Name("CN=root"));
  private static final HttpHost SERVER = new HttpHost("https", "server.example", 443);
  private static final String HYBRID = "X25519MLKEM768";

  @Test
  void leavesTheKeyExchangesToAProviderThatNamesNone() {
    SSLParameters none = new SSLParameters();

    TlsLayer.limitGroups(none);

    assertThat(none.getNamedGroups()).isNull();
  }

  /** JSSE would wait for the other side's close_notify, which it may never send. */
  @Test
  void isClosedBelowTlsWithoutWaitingForTheOtherSide() throws Exception {
    try (SSLServerSocket server = ROOT.sign(SERVER.getHostName(), false).listen()) {
      CompletableFuture<Integer> read = CompletableFuture.supplyAsync(() -> readOne(server));
      try (Socket tcp = new Socket(server.getInetAddress(), server.getLocalPort());
          StrictConnection connection = new StrictConnection()) {
        connection.bind(tls().over(tcp, SERVER), tcp, tcp);
        assertThat(connection.hasNoPendingData()).isTrue();

        connection.close(CloseMode.IMMEDIATE);

        assertThat(tcp.isClosed()).isTrue();
        assertThatThrownBy(read::join)
            .isInstanceOf(CompletionException.class)
            .rootCause()
            .isInstanceOf(SocketException.class)
            // "… by peer", when it arrives while the other side reads.
            .hasMessageStartingWith("Connection reset");
      }
    }
  }

  /** Each is one that the native executable has, too. */
  @Test
  void offersTheSameKeyExchangesOnEveryJdkAndThePostQuantumOneFirstWhereItIs() throws Exception {
    List<String> groups = new ArrayList<>(List.of("x25519", "secp256r1", "secp384r1", "secp521r1"));
    if (jdkHasHybrid()) {
      groups.addFirst(HYBRID);
    }
    assertThat(handshake().offered()).containsExactlyElementsOf(groups);
  }

  @Test
  void connectsToAServerThatTakesThePostQuantumKeyExchangeAlone() throws Exception {
    assumeTrue(jdkHasHybrid(), "NOT TESTED: JDK " + Runtime.version() + " has no " + HYBRID);

    assertThat(handshake(HYBRID).chosen()).hasValue(HYBRID);
  }

  /**
   * All but the first two come with a HelloRetryRequest, for their keys are not in the first
   * message.
   */
  @ParameterizedTest
  @ValueSource(strings = {"x25519", "secp256r1", "secp384r1", "secp521r1"})
  void tellsWhichKeyExchangeTheServerHasChosen(String group) throws Exception {
    assertThat(handshake(group).chosen()).hasValue(group);
  }

  private static boolean jdkHasHybrid() throws NoSuchAlgorithmException {
    return List.of(SSLContext.getDefault().getDefaultSSLParameters().getNamedGroups())
        .contains(HYBRID);
  }

  private record Handshake(List<String> offered, Optional<String> chosen) {}

  /** With a server that takes these groups alone, if there are any. */
  private static Handshake handshake(String... taken) throws Exception {
    try (SSLServerSocket server = ROOT.sign(SERVER.getHostName(), false).listen()) {
      if (taken.length > 0) {
        SSLParameters parameters = server.getSSLParameters();
        parameters.setNamedGroups(taken);
        server.setSSLParameters(parameters);
      }
      CompletableFuture<Integer> read = CompletableFuture.supplyAsync(() -> readOne(server));
      try (ObservedSocket tcp = new ObservedSocket()) {
        tcp.connect(server.getLocalSocketAddress());
        tcp.observe();
        List<String> offered;
        try (SSLSocket tls = tls().over(tcp, SERVER)) {
          offered = List.of(tls.getSSLParameters().getNamedGroups());
        }
        assertThat(read.join()).as("the end").isEqualTo(-1);
        return new Handshake(offered, tcp.keyExchange());
      }
    }
  }

  @Test
  void keepsTheOrderThatTheJdkIsGiven() {
    assertThat(TlsLayer.ours(HYBRID, "x25519", "secp384r1", "secp256r1", "ffdhe2048"))
        .containsExactly(HYBRID, "x25519", "secp384r1", "secp256r1");
  }

  private static TlsLayer tls() {
    return new TlsLayer(
        new CaBundle(List.of(), List.of(ROOT.pem())),
        Deadline.of(Duration.ofSeconds(30), Duration.ZERO));
  }

  /** After a handshake; close_notify would be an end. */
  private static int readOne(SSLServerSocket server) {
    try (SSLSocket socket = (SSLSocket) server.accept()) {
      return socket.getInputStream().read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
