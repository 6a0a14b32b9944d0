// SPDX-License-Identifier: Apache-2.0
package dev.podpass.http;

import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the real transport when there is something to send: the CA bundle is not read for nothing.
 */
final class LazyTransport implements Transport {
  private final Supplier<Transport> factory;
  private @Nullable Transport transport;
  private boolean closed;

  LazyTransport(Supplier<Transport> factory) {
    this.factory = factory;
  }

  @Override
  public HttpResponse send(HttpRequest request) throws IOException {
    return transport().send(request);
  }

  private synchronized Transport transport() throws IOException {
    if (closed) {
      throw new IOException("closed");
    }
    if (transport == null) {
      transport = factory.get();
    }
    return transport;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (transport != null) {
      transport.close();
    }
  }
}
