// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * Makes a host behind the fakes' proxy reachable as if it were on the network: at an address of its
 * own, on the port of HTTPS, byte for byte.
 */
final class HostRelay implements AutoCloseable {
  private final String host;
  private final URI proxy;
  private final ServerSocket server;

  private HostRelay(String host, URI proxy, ServerSocket server) {
    this.host = host;
    this.proxy = proxy;
    this.server = server;
  }

  /** Listens at a loopback address that is the host's alone. */
  static HostRelay start(String host, String address, URI proxy) {
    try {
      var server = new ServerSocket(443, 50, InetAddress.ofLiteral(address));
      HostRelay relay = new HostRelay(host, proxy, server);
      Thread.ofVirtual().name("relay-" + host).start(relay::accept);
      return relay;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Thread.ofVirtual().start(() -> relay(client));
      } catch (IOException e) {
        // Closed; if not, the next iteration fails too.
      }
    }
  }

  private void relay(Socket client) {
    try (client;
        Socket tunnel = new Socket(proxy.getHost(), proxy.getPort())) {
      String request = "CONNECT %s:443 HTTP/1.1\r\nHost: %s:443\r\n\r\n".formatted(host, host);
      tunnel.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      skipHead(tunnel.getInputStream());
      Thread back = Thread.ofVirtual().start(() -> pump(tunnel, client));
      pump(client, tunnel);
      back.join();
    } catch (IOException e) {
      // One of both went away; the other sees that when its connection is closed.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pump(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      // As above.
    }
  }

  private static void skipHead(InputStream in) throws IOException {
    int newlines = 0;
    while (newlines < 2) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the proxy hung up");
      }
      newlines = next == '\n' ? newlines + 1 : next == '\r' ? newlines : 0;
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
