// SPDX-License-Identifier: Apache-2.0
package dev.podpass.http;

import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpResponse;
import java.io.IOException;
import java.net.URI;

/** Sends a request once. */
interface Transport extends AutoCloseable {
  HttpResponse send(HttpRequest request) throws IOException;

  /** Begins to connect to whom the next request to this host will go to. */
  void preconnect(URI uri);

  /** Breaks off whatever is on its way; may be called from another thread. */
  @Override
  void close();
}
