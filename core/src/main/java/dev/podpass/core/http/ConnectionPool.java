// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http;

import dev.podpass.core.http.proxy.ProxyRules;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.io.CloseMode;

/** The connections of one pull: opened by a {@link Dialer}, and used again while they are open. */
final class ConnectionPool implements AutoCloseable {
  private final Dialer dialer;
  private final Map<HttpHost, FutureTask<StrictConnection>> begun = new ConcurrentHashMap<>();
  private final Map<HttpHost, Deque<StrictConnection>> idle = new ConcurrentHashMap<>();

  ConnectionPool(Dialer dialer) {
    this.dialer = dialer;
  }

  /** Starts to connect on a thread of its own; {@link #open} waits for the result, once. */
  void preconnect(URI uri) {
    FutureTask<StrictConnection> connecting = new FutureTask<>(() -> connect(uri));
    if (begun.putIfAbsent(host(uri), connecting) == null) {
      Watchdog.runDetached(connecting);
    }
  }

  StrictConnection open(URI uri) throws IOException {
    FutureTask<StrictConnection> connecting = begun.remove(host(uri));
    return connecting == null ? connect(uri) : connected(connecting);
  }

  private static StrictConnection connected(FutureTask<StrictConnection> connecting)
      throws IOException {
    try {
      return connecting.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException fault) {
        throw fault;
      }
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
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
    return new HttpHost(uri.getScheme(), uri.getHost(), ProxyRules.port(uri));
  }

  /** Closes all connections, also those of requests in progress. */
  @Override
  public void close() {
    dialer.close();
  }
}
