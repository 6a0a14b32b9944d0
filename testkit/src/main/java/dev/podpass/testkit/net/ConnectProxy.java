// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.net;

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
  private final TlsHost tls;
  private final AtomicLong connections;

  ConnectProxy(Controls controls, Gatekeeper gatekeeper, TlsHost tls, AtomicLong connections) {
    this.controls = controls;
    this.gatekeeper = gatekeeper;
    this.tls = tls;
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
          tls.serve(new TlsFront.Tunnel(connection, party.host(), socket, reader.unread()), party);
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
          case TUNNEL -> tls.serve(tunnel, party);
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
