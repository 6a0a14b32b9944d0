// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http;

import dev.podpass.core.http.proxy.Ports;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.impl.ConnectionHolder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** A connection pool over Apache HttpClient's connections, which a {@link Dialer} opens. */
final class ApacheConnections implements AutoCloseable {
  private static final String ID = "podpass";

  private final Dialer dialer;
  private final PoolingHttpClientConnectionManager manager;
  private final HttpRequestExecutor executor = new HttpRequestExecutor();
  private final Timeouts timeouts;
  private final PreconnectedConnections begun = new PreconnectedConnections();
  private volatile boolean closed;

  ApacheConnections(Dialer dialer, Timeouts timeouts) {
    this.dialer = dialer;
    this.manager =
        new PoolingHttpClientConnectionManager(
            dialer,
            PoolConcurrencyPolicy.STRICT,
            PoolReusePolicy.LIFO,
            TimeValue.NEG_ONE_MILLISECOND,
            socket -> new StrictConnection());
    this.timeouts = timeouts;
  }

  /** Starts to connect; {@link #open} waits for the result. */
  void preconnect(URI uri) {
    begun.begin(uri, () -> connect(uri, HttpCoreContext.create()));
  }

  ConnectionEndpoint open(URI uri, HttpContext context) throws IOException {
    Optional<ConnectionEndpoint> connected = begun.take(uri);
    return connected.isPresent() ? connected.get() : connect(uri, context);
  }

  /** Every route is direct for HttpClient, because the dialer has set up the proxy's tunnel. */
  private ConnectionEndpoint connect(URI uri, HttpContext context) throws IOException {
    HttpHost target = new HttpHost(uri.getScheme(), uri.getHost(), Ports.of(uri));
    HttpRoute route = new HttpRoute(target, null, target.getSchemeName().equals("https"));
    ConnectionEndpoint endpoint = lease(route);
    try {
      if (endpoint.isConnected() && !hasNoPendingData(endpoint)) {
        endpoint.close(CloseMode.IMMEDIATE);
      }
      if (!endpoint.isConnected()) {
        manager.connect(endpoint, timeout(timeouts.forConnection()), context);
      }
      return endpoint;
    } catch (IOException | RuntimeException e) {
      release(endpoint, false);
      throw e;
    }
  }

  private static boolean hasNoPendingData(ConnectionEndpoint kept) {
    return ((ConnectionHolder) kept).get() instanceof StrictConnection connection
        && connection.hasNoPendingData();
  }

  private ConnectionEndpoint lease(HttpRoute route) throws IOException {
    try {
      return manager.lease(ID, route, null).get(timeout(timeouts.forConnection()));
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("no connection is free", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  ClassicHttpResponse execute(
      ConnectionEndpoint endpoint, ClassicHttpRequest request, Duration limit, HttpContext context)
      throws IOException, HttpException {
    endpoint.setSocketTimeout(timeout(limit));
    return endpoint.execute(ID, request, executor::execute, context);
  }

  void release(ConnectionEndpoint endpoint, boolean reusable) {
    if (!reusable) {
      endpoint.close(CloseMode.IMMEDIATE);
    }
    manager.release(endpoint, null, reusable ? TimeValue.NEG_ONE_MILLISECOND : null);
  }

  /**
   * Whether it is closed; a request in progress may then fail with an internal error of the
   * library.
   */
  boolean closed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    manager.close(CloseMode.IMMEDIATE);
    dialer.close();
  }

  private static Timeout timeout(Duration limit) {
    return Timeout.ofMilliseconds(limit.toMillis());
  }
}
