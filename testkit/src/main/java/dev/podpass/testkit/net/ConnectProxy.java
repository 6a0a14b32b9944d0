// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.net;

import dev.podpass.testkit.pki.CertificateKind;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;

/** The one way to every fake host: an HTTP proxy that knows CONNECT and is the far end itself. */
final class ConnectProxy implements Listener.Handler {
  private static final byte[] ESTABLISHED =
      "HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Controls controls;
  private final Gatekeeper gatekeeper;
  private final TlsFront tls;
  private final HttpFront http;
  private final AtomicLong connections;

  ConnectProxy(Controls controls, Gatekeeper gatekeeper, TlsFront tls, AtomicLong connections) {
    this.controls = controls;
    this.gatekeeper = gatekeeper;
    this.tls = tls;
    this.http = new HttpFront(controls);
    this.connections = connections;
  }

  @Override
  public void handle(Socket socket) throws IOException {
    long connection = connections.incrementAndGet();
    greet(socket);
    RequestReader reader = new RequestReader(socket);
    for (var next = reader.next(); next.isPresent(); next = reader.next()) {
      RawRequest request = next.get();
      Gatekeeper.Verdict verdict = gatekeeper.judge(request);
      record(connection, request, verdict);
      switch (verdict) {
        case Gatekeeper.Pass(var party) -> {
          controls.roundTrip(party.host());
          socket.getOutputStream().write(ESTABLISHED);
          tunnel(new TlsFront.Tunnel(connection, party.host(), socket, reader.unread()), party);
          return;
        }
        case Gatekeeper.Refuse(Answer answer) ->
            socket.getOutputStream().write(WireFormat.of(answer));
        case Gatekeeper.Misbehave(ProxyFault fault, var party) -> {
          commit(
              fault, new TlsFront.Tunnel(connection, party.host(), socket, reader.unread()), party);
          return;
        }
      }
    }
  }

  private void tunnel(TlsFront.Tunnel tunnel, Conversation.Party party) throws IOException {
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

  private void greet(Socket socket) throws IOException {
    Optional<ProxyGreeting> greeting = controls.faults().atAccept();
    if (greeting.isPresent()) {
      socket.getOutputStream().write(greeting.get().bytes().toArray());
    }
  }

  private void commit(ProxyFault fault, TlsFront.Tunnel tunnel, Conversation.Party party)
      throws IOException {
    Socket socket = tunnel.raw();
    switch (fault) {
      case ProxyFault.Refuse(int status) ->
          socket.getOutputStream().write(WireFormat.of(Answer.status(status)));
      case ProxyFault.Hang() -> Conversation.hang(socket);
      case ProxyFault.Close() -> socket.close();
      case ProxyFault.Say(Bytes bytes, ProxyFault.Then then) -> {
        socket.getOutputStream().write(bytes.toArray());
        switch (then) {
          case TUNNEL -> tunnel(tunnel, party);
          case CLOSE -> socket.close();
          case HANG -> Conversation.hang(socket);
        }
      }
    }
  }

  private void record(long connection, RawRequest request, Gatekeeper.Verdict verdict) {
    OptionalInt status =
        switch (verdict) {
          case Gatekeeper.Pass _ -> OptionalInt.of(200);
          case Gatekeeper.Refuse(Answer answer) -> OptionalInt.of(answer.status());
          case Gatekeeper.Misbehave(ProxyFault.Refuse(int refused), _) -> OptionalInt.of(refused);
          case Gatekeeper.Misbehave _ -> OptionalInt.empty();
        };
    boolean credentials = request.headers().has("Proxy-Authorization");
    controls
        .received()
        .add(new ProxyRequest(connection, request.method(), request.target(), credentials, status));
  }
}
