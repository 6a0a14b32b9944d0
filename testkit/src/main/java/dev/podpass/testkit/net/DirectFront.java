// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.net;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/** A host behind TLS that is reached without proxy, on a port of its own. */
record DirectFront(TlsHost tls, Conversation.Party party, AtomicLong connections)
    implements Listener.Handler {
  @Override
  public void handle(Socket socket) throws IOException {
    ByteArrayInputStream nothing = new ByteArrayInputStream(new byte[0]);
    tls.serve(
        new TlsFront.Tunnel(connections.incrementAndGet(), party.host(), socket, nothing), party);
  }
}
