// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import dev.podpass.spi.http.HttpResponse;
import java.io.IOException;

/**
 * Any answer but success, taken from the hands of Google's libraries: they read an error's body as
 * JSON, and lose the status of one that is not.
 */
final class RefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient HttpResponse response;

  RefusedException(HttpResponse response) {
    super(response.toString());
    this.response = response;
  }

  HttpResponse response() {
    return response;
  }
}
