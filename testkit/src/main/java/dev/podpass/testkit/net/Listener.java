// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/** A port on loopback, with a virtual thread for each connection. */
final class Listener implements AutoCloseable {
  private static final int BACKLOG = 512;

  private final ServerSocket server;
  private final Handler handler;
  private final Consumer<RuntimeException> bugs;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("fake-", 0).factory());

  /** What is done with a connection; it is closed when this returns or throws. */
  @FunctionalInterface
  interface Handler {
    void handle(Socket socket) throws IOException;
  }

  private Listener(ServerSocket server, Handler handler, Consumer<RuntimeException> bugs) {
    this.server = server;
    this.handler = handler;
    this.bugs = bugs;
  }

  static Listener start(
      InetSocketAddress address, Handler handler, Consumer<RuntimeException> bugs) {
    try {
      var server = new ServerSocket(address.getPort(), BACKLOG, address.getAddress());
      Listener listener = new Listener(server, handler, bugs);
      listener.threads.execute(listener::accept);
      return listener;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        if (server.isClosed()) {
          socket.close(); // It came too late for close() to see it.
        }
        threads.execute(() -> handle(socket));
      } catch (IOException | RejectedExecutionException e) {
        // The port has been closed; if not, the next iteration fails too.
      }
    }
  }

  private void handle(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      handler.handle(socket);
    } catch (IOException e) {
      // The client went away, or refused the certificate: its test judges that, not the fake.
    } catch (RuntimeException e) {
      bugs.accept(e);
    } finally {
      open.remove(socket);
    }
  }

  /** Closes every connection and returns when all their threads have ended. */
  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.close();
  }
}
