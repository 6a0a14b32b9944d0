// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http;

import dev.podpass.core.http.proxy.Ports;
import java.io.IOException;
import java.net.URI;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.io.CloseMode;

/** The connections of one pull: opened by a {@link Dialer}, and used again while they are open. */
final class ConnectionPool implements AutoCloseable {
  private final Dialer dialer;
  private final PreconnectedConnections begun = new PreconnectedConnections();
  private final Map<HttpHost, Deque<StrictConnection>> idle = new ConcurrentHashMap<>();

  ConnectionPool(Dialer dialer) {
    this.dialer = dialer;
  }

  /** Starts to connect; {@link #open} waits for the result. */
  void preconnect(URI uri) {
    begun.begin(uri, () -> connect(uri));
  }

  StrictConnection open(URI uri) throws IOException {
    Optional<StrictConnection> connected = begun.take(uri);
    return connected.isPresent() ? connected.get() : connect(uri);
  }

  private StrictConnection connect(URI uri) throws IOException {
    HttpHost host = host(uri);
    Deque<StrictConnection> kept = idle(host);
    for (StrictConnection last = kept.poll(); last != null; last = kept.poll()) {
      if (last.isUsable()) {
        return last;
      }
      last.close(CloseMode.IMMEDIATE);
    }
    return dialer.connect(host);
  }

  /** Takes a connection back after a request. */
  void release(URI uri, StrictConnection connection, boolean reusable) {
    if (reusable) {
      connection.rest();
      idle(host(uri)).push(connection);
    } else {
      connection.close(CloseMode.IMMEDIATE);
    }
  }

  private Deque<StrictConnection> idle(HttpHost host) {
    return idle.computeIfAbsent(host, _ -> new ConcurrentLinkedDeque<>());
  }

  private static HttpHost host(URI uri) {
    return new HttpHost(uri.getScheme(), uri.getHost(), Ports.of(uri));
  }

  /** Closes all connections, also those of requests in progress. */
  @Override
  public void close() {
    dialer.close();
  }
}
