// SPDX-License-Identifier: Apache-2.0
package dev.podpass.http;

import java.io.IOException;

/** Sends a request once. */
interface Transport extends AutoCloseable {
  HttpResponse send(HttpRequest request) throws IOException;

  /** Breaks off whatever is on its way; may be called from another thread. */
  @Override
  void close();
}
