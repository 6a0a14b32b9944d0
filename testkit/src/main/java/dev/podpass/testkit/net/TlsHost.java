// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.net;

import dev.podpass.testkit.pki.CertificateKind;
import dev.podpass.testkit.pki.ServerCertificates;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;

/** A host behind TLS, at the end of a connection of whatever kind. */
final class TlsHost {
  private final Controls controls;
  private final TlsFront tls;
  private final HttpFront http;

  TlsHost(Controls controls, ServerCertificates certificates) {
    this.controls = controls;
    this.tls = new TlsFront(controls, certificates);
    this.http = new HttpFront(controls);
  }

  /** Serves a connection, or does to it what goes wrong. */
  void serve(TlsFront.Tunnel tunnel, Conversation.Party party) throws IOException {
    Optional<ConnectionFault> fault = controls.faults().atConnection(party.host());
    if (fault.isEmpty()) {
      serve(tunnel, party, CertificateKind.GENUINE);
      return;
    }
    switch (fault.get()) {
      case ConnectionFault.Certificate(CertificateKind kind) -> serve(tunnel, party, kind);
      case ConnectionFault.Hang() -> Conversation.hang(tunnel.raw());
      case ConnectionFault.Close() -> tunnel.raw().close();
      case ConnectionFault.Babble(Bytes bytes) -> {
        awaitClientHello(tunnel);
        tunnel.raw().getOutputStream().write(bytes.toArray());
        Conversation.hang(tunnel.raw());
      }
      case ConnectionFault.SpeakFirst(Bytes bytes) -> {
        var secure = tls.accept(tunnel, CertificateKind.GENUINE);
        secure.getOutputStream().write(bytes.toArray());
        secure.close();
      }
      case ConnectionFault.CloseUnread() -> {
        tls.accept(tunnel, CertificateKind.GENUINE);
        tunnel.raw().close();
      }
    }
  }

  private static void awaitClientHello(TlsFront.Tunnel tunnel) throws IOException {
    if (tunnel.unread().read() < 0 && tunnel.raw().getInputStream().read() < 0) {
      throw new EOFException();
    }
  }

  private void serve(TlsFront.Tunnel tunnel, Conversation.Party party, CertificateKind kind)
      throws IOException {
    var secure = tls.accept(tunnel, kind);
    http.serve(new Conversation(tunnel.connection(), party, tunnel.raw(), secure));
    secure.close();
  }
}
