// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http;

import java.io.IOException;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The TCP sockets of all connections, so that the deadline can close them from another thread. */
final class OpenSockets {
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  void add(Socket socket) throws IOException {
    sockets.removeIf(Socket::isClosed);
    sockets.add(socket);
    if (closed) {
      socket.close();
    }
  }

  /** Closes them, and all that are added later. */
  void close() {
    closed = true;
    sockets.forEach(OpenSockets::close);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // A failure to close is irrelevant.
    }
  }
}
