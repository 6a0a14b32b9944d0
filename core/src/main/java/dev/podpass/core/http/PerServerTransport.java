// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http;

import dev.podpass.core.http.BoundedResolver.Lookup;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpRequest.PinnedServer;
import dev.podpass.spi.http.HttpResponse;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Opens a transport when the first request needs it: one for all ordinary requests, and one for
 * each fixed server, so that no connection, certificate or proxy is shared with other requests. A
 * pull that the node cache answers opens none.
 */
final class PerServerTransport implements Transport {
  private final Function<Optional<PinnedServer>, Transport> opener;
  private final Map<Optional<PinnedServer>, Transport> opened = new HashMap<>();
  private boolean closed;

  PerServerTransport(ConnectionSettings settings, Deadline deadline, Lookup lookup) {
    this.opener =
        server ->
            server
                .<Transport>map(s ->
                    new ApacheTransport(settings.to(s), deadline, _ -> lookup.lookUp(s.address())))
                .orElseGet(() -> new ApacheTransport(settings, deadline, lookup));
  }

  @Override
  public HttpResponse send(HttpRequest request) throws IOException {
    return to(request.server()).orElseThrow(() -> new IOException("closed")).send(request);
  }

  @Override
  public void preconnect(URI uri) {
    to(Optional.empty()).ifPresent(transport -> transport.preconnect(uri));
  }

  /** The transport for a server; empty after the end. */
  private synchronized Optional<Transport> to(Optional<PinnedServer> server) {
    return closed ? Optional.empty() : Optional.of(opened.computeIfAbsent(server, opener));
  }

  @Override
  public synchronized void close() {
    closed = true;
    opened.values().forEach(Transport::close);
  }
}
