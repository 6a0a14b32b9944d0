// SPDX-License-Identifier: Apache-2.0
package dev.podpass.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.RouteInfo.LayerType;
import org.apache.hc.client5.http.RouteInfo.TunnelType;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** Opens connections, straight or through a proxy's tunnel, tries every address, and keeps them. */
final class ApacheConnections implements AutoCloseable {
  private static final String ID = "podpass";
  private static final Http1Config LIMITS =
      Http1Config.custom().setMaxLineLength(64 << 10).setMaxHeaderCount(200).build();

  private final PoolingHttpClientConnectionManager manager;
  private final HttpRequestExecutor executor = new HttpRequestExecutor();
  private final ProxyRules proxies;
  private final Limits limits;
  private final BegunConnections begun = new BegunConnections();
  private volatile boolean closed;

  ApacheConnections(
      TlsSocketStrategy tls, DnsResolver resolver, ProxyRules proxies, Limits limits) {
    this.manager =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setTlsSocketStrategy(tls)
            .setDnsResolver(resolver)
            .setConnectionFactory(
                ManagedHttpClientConnectionFactory.builder().http1Config(LIMITS).build())
            .setDefaultSocketConfig(SocketConfig.custom().setTcpNoDelay(true).build())
            .build();
    this.proxies = proxies;
    this.limits = limits;
  }

  /** Begins to connect; {@link #open} waits for what comes of it. */
  void connectAhead(URI uri) {
    begun.begin(uri, () -> connect(uri, HttpCoreContext.create()));
  }

  ConnectionEndpoint open(URI uri, HttpContext context) throws IOException {
    Optional<ConnectionEndpoint> connected = begun.take(uri);
    return connected.isPresent() ? connected.get() : connect(uri, context);
  }

  private ConnectionEndpoint connect(URI uri, HttpContext context) throws IOException {
    HttpHost target = new HttpHost(uri.getScheme(), uri.getHost(), Ports.of(uri));
    Optional<ProxyAddress> proxy = proxies.proxyFor(uri);
    HttpRoute route = route(target, proxy);
    ConnectionEndpoint endpoint = lease(route);
    try {
      if (!endpoint.isConnected()) {
        manager.connect(endpoint, timeout(limits.forConnection()), context);
        if (proxy.isPresent()) {
          tunnel(endpoint, target, proxy.get(), context);
        }
      }
      return endpoint;
    } catch (IOException | RuntimeException e) {
      release(endpoint, false);
      throw e;
    }
  }

  private static HttpRoute route(HttpHost target, Optional<ProxyAddress> proxy) {
    boolean secure = target.getSchemeName().equals("https");
    if (proxy.isEmpty()) {
      return new HttpRoute(target, null, secure);
    }
    HttpHost hop = new HttpHost(proxy.get().scheme(), proxy.get().host(), proxy.get().port());
    return new HttpRoute(
        target,
        null,
        hop,
        secure,
        TunnelType.TUNNELLED,
        secure ? LayerType.LAYERED : LayerType.PLAIN);
  }

  private ConnectionEndpoint lease(HttpRoute route) throws IOException {
    try {
      return manager.lease(ID, route, null).get(timeout(limits.forConnection()));
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("no connection is free", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  /**
   * One CONNECT, with the password at once: a proxy that is asked twice logs a failure each time.
   */
  private void tunnel(
      ConnectionEndpoint endpoint, HttpHost target, ProxyAddress proxy, HttpContext context)
      throws IOException {
    String authority = target.getHostName() + ":" + target.getPort();
    BasicClassicHttpRequest connect = new BasicClassicHttpRequest("CONNECT", target, authority);
    connect.addHeader("Host", authority);
    proxy.authorization().ifPresent(a -> connect.addHeader("Proxy-Authorization", a.reveal()));
    try {
      ClassicHttpResponse answer = execute(endpoint, connect, limits.forConnection(), context);
      if (answer.getCode() != 200) {
        throw new ProxyRefusedException(answer.getCode());
      }
    } catch (HttpException e) {
      throw new UnusableAnswerException("the proxy does not answer in HTTP", e);
    }
    manager.upgrade(endpoint, context);
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

  /** Whether they have been; whatever is under way then may end in a fault of the library's. */
  boolean closed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    manager.close(CloseMode.IMMEDIATE);
  }

  private static Timeout timeout(Duration limit) {
    return Timeout.ofMilliseconds(limit.toMillis());
  }
}
