// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import javax.net.ssl.SSLSocket;

/**
 * One client talking to one host.
 *
 * @param raw the TCP connection
 * @param secure what requests and answers go through: TLS over the raw connection, or itself
 */
record Conversation(long connection, Party party, Socket raw, Socket secure) {

  /** Whom the client believes to talk to. */
  record Party(String host, FakeHost fake) {}

  String host() {
    return party.host();
  }

  /** Whether the request names another host than the certificate did. */
  boolean isMisdirected(ReceivedRequest request) {
    String named = request.header("Host").orElse("");
    return secure instanceof SSLSocket
        && !named.equalsIgnoreCase(host())
        && !named.equalsIgnoreCase(host() + ":443")
        && !named.equalsIgnoreCase(host() + ":" + raw.getLocalPort());
  }

  void send(byte[] bytes) throws IOException {
    OutputStream out = secure.getOutputStream();
    out.write(bytes);
    out.flush();
  }

  /** Ends so, or does not. */
  boolean goesOn(AnswerFault.End end) throws IOException {
    switch (end) {
      case KEEP -> {
        return true;
      }
      case CLOSE -> secure.close();
      case CUT -> cut();
    }
    return false;
  }

  /** Ends without a word: the client sees the connection go, not TLS being closed. */
  void cut() throws IOException {
    raw.close();
  }

  /** Says nothing until the client gives up or the fakes are closed. */
  void hang() throws IOException {
    hang(raw);
  }

  static void hang(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    in.transferTo(OutputStream.nullOutputStream());
  }
}
