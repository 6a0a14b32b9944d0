// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bouncycastle.asn1.x500.X500Name;
import org.junit.jupiter.api.Test;

/** What JSSE makes of a {@link CaBundleTrustManager}, with a server on loopback. */
class HandshakeTest {
  private static final TestCertificate ROOT = TestCertificate.root(new X500Name("CN=root"));
  private static final TestCertificate OTHER = TestCertificate.root(new X500Name("CN=root"));
  private static final TestCertificate SERVER = ROOT.sign("server.example", false);

  @Test
  void aServerIsTrustedByItsCertificateAndName() throws Exception {
    assertThat(shake(ROOT, "server.example")).isEqualTo("CN=server.example");
  }

  @Test
  void aServerOfAnotherCaIsNot() {
    assertThatThrownBy(() -> shake(OTHER, "server.example"))
        .isInstanceOf(SSLHandshakeException.class)
        .hasRootCauseInstanceOf(GeneralSecurityException.class);
  }

  @Test
  void aServerOfAnotherNameIsNot() {
    assertThatThrownBy(() -> shake(ROOT, "other.example"))
        .isInstanceOf(SSLHandshakeException.class)
        .hasMessageContaining("none of its subject alternative names is other.example");
  }

  @Test
  void withoutAHandshakeNothingIsTrusted() {
    CaBundleTrustManager manager = CaBundleTrustManager.of(bundle(ROOT), Clock.systemUTC());
    X509Certificate[] chain = {SERVER.x509()};

    assertUnknown(() -> manager.checkServerTrusted(chain, "UNKNOWN"));
    assertUnknown(() -> manager.checkServerTrusted(chain, "UNKNOWN", new Socket()));
    assertUnknown(() -> manager.checkServerTrusted(chain, "UNKNOWN", (Socket) null));
    assertUnknown(() -> manager.checkServerTrusted(chain, "UNKNOWN", (SSLEngine) null));
    assertThatThrownBy(() -> manager.checkClientTrusted(chain, "UNKNOWN"))
        .isInstanceOf(CertificateException.class)
        .hasMessage("podpass is not a server");
    assertThat(manager.getAcceptedIssuers()).isEmpty();
  }

  private static void assertUnknown(ThrowingCallable checked) {
    assertThatThrownBy(checked)
        .isInstanceOf(CertificateException.class)
        .hasMessage("the server's name is not known");
  }

  /** As the server is called after a handshake. */
  private static String shake(TestCertificate trusted, String host) throws Exception {
    SSLContext client = CaBundleTrustManager.context(bundle(trusted));
    try (SSLServerSocket server = SERVER.listen()) {
      CompletableFuture<Void> answered = CompletableFuture.runAsync(() -> answerOne(server));
      try (Socket plain = new Socket(server.getInetAddress(), server.getLocalPort());
          SSLSocket tls =
              (SSLSocket) client.getSocketFactory().createSocket(plain, host, 443, true)) {
        tls.startHandshake();
        return tls.getSession().getPeerPrincipal().getName();
      } finally {
        answered.join();
      }
    }
  }

  private static CaBundle bundle(TestCertificate trusted) {
    return new CaBundle(List.of(), List.of(trusted.pem()));
  }

  private static void answerOne(SSLServerSocket server) {
    try (SSLSocket socket = (SSLSocket) server.accept()) {
      socket.startHandshake();
    } catch (IOException _) {
      // What the client makes of it is looked at.
    }
  }
}
