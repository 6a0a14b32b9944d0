// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.net;

import java.io.IOException;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** A host that is reached without proxy and TLS, on a port of its own. */
final class PlainFront implements Listener.Handler {
  private final Controls controls;
  private final Conversation.Party party;
  private final HttpFront http;
  private final AtomicLong connections;

  PlainFront(Controls controls, Conversation.Party party, AtomicLong connections) {
    this.controls = controls;
    this.party = party;
    this.http = new HttpFront(controls);
    this.connections = connections;
  }

  @Override
  public void handle(Socket socket) throws IOException {
    long connection = connections.incrementAndGet();
    Optional<ConnectionFault> fault = controls.faults().atConnection(party.host());
    if (fault.isPresent()) {
      switch (fault.get()) {
        case ConnectionFault.Hang() -> Conversation.hang(socket);
        case ConnectionFault.Close(), ConnectionFault.CloseUnread() -> socket.close();
        case ConnectionFault.Babble(Bytes bytes) -> socket.getOutputStream().write(bytes.toArray());
        case ConnectionFault.SpeakFirst(Bytes bytes) ->
            socket.getOutputStream().write(bytes.toArray());
        case ConnectionFault.Certificate _ ->
            throw new IllegalStateException(party.host() + " has no certificate to falsify");
      }
      return;
    }
    http.serve(new Conversation(connection, party, socket, socket));
  }
}
