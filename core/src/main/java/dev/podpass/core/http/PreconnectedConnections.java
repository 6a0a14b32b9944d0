// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http;

import dev.podpass.core.http.proxy.Ports;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/** Connections that are opened before a request needs them, one for each host and port. */
final class PreconnectedConnections {
  private final Map<String, CompletableFuture<StrictConnection>> begun = new ConcurrentHashMap<>();

  /** Opens a connection. */
  @FunctionalInterface
  interface Connecting {
    StrictConnection connect() throws IOException;
  }

  /** Connects on a daemon thread. */
  void begin(URI uri, Connecting connecting) {
    CompletableFuture<StrictConnection> connection = new CompletableFuture<>();
    if (begun.putIfAbsent(authority(uri), connection) == null) {
      Thread.ofPlatform()
          .daemon()
          .name("podpass-connect")
          .start(() -> complete(connection, connecting));
    }
  }

  private static void complete(
      CompletableFuture<StrictConnection> connection, Connecting connecting) {
    try {
      connection.complete(connecting.connect());
    } catch (Throwable e) { // Every throwable must reach the waiting thread.
      connection.completeExceptionally(e);
    }
  }

  /** Returns a connection once, waits for it if necessary, and throws the failure of opening it. */
  Optional<StrictConnection> take(URI uri) throws IOException {
    CompletableFuture<StrictConnection> connection = begun.remove(authority(uri));
    if (connection == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(connection.get());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException fault) {
        throw fault;
      }
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  private static String authority(URI uri) {
    return uri.getHost() + ":" + Ports.of(uri);
  }
}
