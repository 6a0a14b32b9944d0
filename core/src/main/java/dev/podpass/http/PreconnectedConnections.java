// SPDX-License-Identifier: Apache-2.0
package dev.podpass.http;

import dev.podpass.http.proxy.Ports;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.hc.client5.http.io.ConnectionEndpoint;

/**
 * RetryingConnections that are begun before anybody has something to send, one for each host and
 * port.
 */
final class PreconnectedConnections {
  private final Map<String, CompletableFuture<ConnectionEndpoint>> begun =
      new ConcurrentHashMap<>();

  /** What connects. */
  @FunctionalInterface
  interface Connecting {
    ConnectionEndpoint connect() throws IOException;
  }

  /** Connects on a thread that keeps no process alive. */
  void begin(URI uri, Connecting connecting) {
    CompletableFuture<ConnectionEndpoint> connection = new CompletableFuture<>();
    if (begun.putIfAbsent(authority(uri), connection) == null) {
      Thread.ofPlatform()
          .daemon()
          .name("podpass-connect")
          .start(() -> complete(connection, connecting));
    }
  }

  private static void complete(
      CompletableFuture<ConnectionEndpoint> connection, Connecting connecting) {
    try {
      connection.complete(connecting.connect());
    } catch (Throwable e) { // Whatever it is, whoever waits must hear of it.
      connection.completeExceptionally(e);
    }
  }

  /** What was begun, once; waits for it, and fails as it has failed. */
  Optional<ConnectionEndpoint> take(URI uri) throws IOException {
    CompletableFuture<ConnectionEndpoint> connection = begun.remove(authority(uri));
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
