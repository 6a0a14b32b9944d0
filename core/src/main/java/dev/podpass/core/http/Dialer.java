// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http;

import static dev.podpass.core.log.Log.field;

import dev.podpass.core.http.proxy.ProxyAddress;
import dev.podpass.core.http.proxy.ProxyRules;
import dev.podpass.core.log.Log;
import dev.podpass.spi.http.IpLiteral;
import dev.podpass.spi.http.MetadataAddress;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.HttpHost;

/**
 * Opens connections: TCP to one of the addresses, the tunnel of a proxy if there is one, TLS to the
 * host. A connection receives the finished socket, from which no byte has been read, so that no
 * data sent before TLS can be taken for an answer.
 */
final class Dialer {
  private final BoundedResolver resolver;
  private final ProxyRules proxies;
  private final TlsLayer tls;
  private final TlsLayer proxyTls;
  private final Deadline deadline;
  private final Log log;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  Dialer(BoundedResolver resolver, ConnectionSettings settings, Deadline deadline) {
    this.resolver = resolver;
    this.proxies = settings.proxies();
    this.tls = new TlsLayer(settings.trust(), deadline, settings.client());
    // One context for each hop: trust and client certificate for a server do not apply to a proxy.
    this.proxyTls = settings.trustsAlike() ? tls : new TlsLayer(settings.proxyTrust(), deadline);
    this.deadline = deadline;
    this.log = settings.log();
  }

  /** No connection was made in time. */
  static final class ConnectTimeoutException extends IOException {
    private static final long serialVersionUID = 1L;

    private ConnectTimeoutException(IOException cause) {
      super(cause);
    }
  }

  StrictConnection connect(HttpHost host) throws IOException {
    boolean secure = host.getSchemeName().equals("https");
    // Plain HTTP is for metadata addresses only, which are never behind a proxy.
    Optional<ProxyAddress> proxy =
        secure ? proxies.proxyFor(host.getHostName(), host.getPort()) : Optional.empty();
    ObservedSocket tcp = proxy.isPresent() ? toProxy(host(proxy.get())) : tcp(host);
    try {
      StrictConnection connection = new StrictConnection();
      if (secure) {
        Socket way = proxy.isPresent() ? tunnel(tcp, proxy.get(), host) : tcp;
        tcp.observe();
        SSLSocket secured = tls.over(way, host);
        log(host, secured, way == tcp ? tcp.keyExchange() : Optional.empty());
        connection.bind(secured, way, tcp);
      } else {
        connection.bind(tcp);
      }
      return connection;
    } catch (IOException | RuntimeException e) {
      tcp.close();
      throw e;
    }
  }

  /** Inside the TLS of a proxy the key exchange is not seen. */
  private void log(HttpHost host, SSLSocket tls, Optional<String> keyExchange) {
    log.debug(
        Log.CONNECTION,
        field("host", host.getHostName()),
        field("protocol", tls.getSession().getProtocol()),
        field("key_exchange", keyExchange.orElse("unknown")));
  }

  private ObservedSocket toProxy(HttpHost proxy) throws IOException {
    try {
      return tcp(proxy);
    } catch (IOException e) {
      throw new ProxyConnectionException(e); // Otherwise it would look like the server's.
    }
  }

  private ObservedSocket tcp(HttpHost hop) throws IOException {
    InetAddress[] addresses = resolver.resolve(hop.getHostName());
    requireMetadata(hop, addresses);
    IOException failure = null;
    for (InetAddress address : addresses) {
      ObservedSocket socket = new ObservedSocket();
      try {
        add(socket);
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(address, hop.getPort()), milliseconds());
        socket.setSoTimeout(milliseconds());
        return socket;
      } catch (IOException e) {
        socket.close();
        failure = described(e, hop.getPort(), addresses);
      }
    }
    throw failure == null ? new UnknownHostException(hop.getHostName()) : failure;
  }

  private static IOException described(IOException e, int port, InetAddress[] addresses) {
    if (e instanceof SocketTimeoutException || "Connection timed out".equals(e.getMessage())) {
      return new ConnectTimeoutException(e);
    }
    return e instanceof ConnectException
        ? new ConnectException(
            "%s (%s, port %d)"
                .formatted(
                    e.getMessage(),
                    Arrays.stream(addresses)
                        .map(InetAddress::getHostAddress)
                        .collect(Collectors.joining(", ")),
                    port))
        : e;
  }

  /** Plain HTTP must stay on the node, even if a name resolves to another address. */
  private static void requireMetadata(HttpHost hop, InetAddress[] addresses) throws IOException {
    if (MetadataAddress.isLocal(hop.getHostName())
        && IpLiteral.parse(hop.getHostName()).isEmpty()
        && !Arrays.stream(addresses).allMatch(MetadataAddress::isMetadata)) {
      throw new RejectedResponseException("its name resolves to an address outside the node");
    }
  }

  private Socket tunnel(Socket tcp, ProxyAddress proxy, HttpHost host) throws IOException {
    Socket hop = proxy.scheme().equals("https") ? overTls(tcp, proxy) : tcp;
    hop.setSoTimeout(milliseconds());
    Tunnel.open(hop, host.getHostName() + ":" + host.getPort(), proxy.authorization());
    return hop;
  }

  private Socket overTls(Socket tcp, ProxyAddress proxy) throws IOException {
    try {
      return proxyTls.over(tcp, host(proxy));
    } catch (SSLException e) {
      throw new ProxyConnectionException(e); // Otherwise it would look like the server's.
    }
  }

  private static HttpHost host(ProxyAddress proxy) {
    return new HttpHost(proxy.scheme(), proxy.host(), proxy.port());
  }

  private int milliseconds() {
    return (int) deadline.forConnection().toMillis();
  }

  /** Closes all connections and all later ones. */
  void close() {
    closed = true;
    sockets.forEach(Dialer::close);
  }

  private void add(Socket socket) throws IOException {
    sockets.removeIf(Socket::isClosed);
    sockets.add(socket);
    if (closed) {
      socket.close();
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // A failure to close is irrelevant.
    }
  }

  /** No connection to the proxy was made, or no TLS with it: the fault is not the server's. */
  static final class ProxyConnectionException extends IOException {
    private static final long serialVersionUID = 1L;

    final IOException reason;

    ProxyConnectionException(IOException reason) {
      super("no connection to the proxy", reason);
      this.reason = reason;
    }
  }
}
