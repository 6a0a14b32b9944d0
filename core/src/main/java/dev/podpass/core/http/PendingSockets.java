// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http;

import java.io.IOException;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Sockets that do not yet belong to a connection, so that the deadline can close them too. */
final class PendingSockets {
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  void add(Socket socket) throws IOException {
    sockets.add(socket);
    if (closed) {
      socket.close();
    }
  }

  void remove(Socket socket) {
    sockets.remove(socket);
  }

  /** Closes them, and all that are added later. */
  void close() {
    closed = true;
    sockets.forEach(PendingSockets::close);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // A failure to close is irrelevant.
    }
  }
}
