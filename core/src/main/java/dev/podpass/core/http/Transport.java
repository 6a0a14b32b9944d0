// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http;

import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpResponse;
import java.io.IOException;
import java.net.URI;

/** Sends a request once. */
interface Transport extends AutoCloseable {
  HttpResponse send(HttpRequest request) throws IOException;

  /** Starts to connect for the next request to this host. */
  void preconnect(URI uri);

  /** Aborts all requests in progress; may be called from another thread. */
  @Override
  void close();
}
