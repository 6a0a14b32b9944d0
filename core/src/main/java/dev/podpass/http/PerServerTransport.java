// SPDX-License-Identifier: Apache-2.0
package dev.podpass.http;

import dev.podpass.http.BoundedResolver.Lookup;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.spi.http.PinnedServer;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * A transport that sends requests with a fixed server over a transport of that server's own, so
 * that no connection, certificate or proxy is shared with other requests.
 */
final class PinnedTransport implements Transport {
  private final Transport others;
  private final Function<PinnedServer, Transport> opener;
  private final Map<PinnedServer, Transport> pinned = new HashMap<>();
  private boolean closed;

  private PinnedTransport(Transport others, Function<PinnedServer, Transport> opener) {
    this.others = others;
    this.opener = opener;
  }

  static Transport create(ConnectionSettings settings, Timeouts timeouts, Lookup lookup) {
    return new PinnedTransport(
        ApacheTransport.create(settings, timeouts, lookup),
        server ->
            ApacheTransport.create(
                settings.to(server), timeouts, _ -> lookup.lookUp(server.address())));
  }

  @Override
  public HttpResponse send(HttpRequest request) throws IOException {
    Transport transport = request.server().isPresent() ? to(request.server().get()) : others;
    return transport.send(request);
  }

  private synchronized Transport to(PinnedServer server) throws IOException {
    if (closed) {
      throw new IOException("closed");
    }
    return pinned.computeIfAbsent(server, opener);
  }

  @Override
  public void preconnect(URI uri) {
    others.preconnect(uri);
  }

  @Override
  public synchronized void close() {
    closed = true;
    others.close();
    pinned.values().forEach(Transport::close);
  }
}
