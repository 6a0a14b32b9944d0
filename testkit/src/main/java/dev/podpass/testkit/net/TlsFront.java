// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.net;

import dev.podpass.testkit.pki.CertificateKind;
import dev.podpass.testkit.pki.ServerCertificates;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLSocket;

/** The server's side of TLS, layered over a connection that already carried a CONNECT. */
final class TlsFront {
  private final Controls controls;
  private final ServerCertificates certificates;

  TlsFront(Controls controls, ServerCertificates certificates) {
    this.controls = controls;
    this.certificates = certificates;
  }

  /** A tunnel's raw end, whom it leads to, and what of it was read already. */
  record Tunnel(long connection, String host, Socket raw, InputStream unread) {}

  SSLSocket accept(Tunnel tunnel, CertificateKind kind) throws IOException {
    var sockets = certificates.context(tunnel.host(), kind).getSocketFactory();
    SSLSocket secure = (SSLSocket) sockets.createSocket(tunnel.raw(), tunnel.unread(), true);
    controls.roundTrip(tunnel.host());
    try {
      secure.startHandshake();
    } catch (IOException e) {
      record(tunnel, Optional.empty(), Optional.empty());
      throw e;
    }
    var session = (ExtendedSSLSession) secure.getSession();
    record(
        tunnel,
        session.getRequestedServerNames().stream().findFirst().map(TlsFront::text),
        Optional.of(session.getProtocol()));
    return secure;
  }

  private void record(Tunnel tunnel, Optional<String> name, Optional<String> protocol) {
    controls.received().add(new TlsConnection(tunnel.connection(), tunnel.host(), name, protocol));
  }

  private static String text(SNIServerName name) {
    return name instanceof SNIHostName host ? host.getAsciiName() : name.toString();
  }
}
