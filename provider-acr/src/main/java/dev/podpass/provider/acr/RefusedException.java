// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.spi.http.HttpResponse;

/**
 * Any answer but success, taken from the hands of Azure's libraries: they read an error's body as
 * JSON, lose the status of one that is not, and would try some again by themselves.
 */
final class RefusedException extends RuntimeException {
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
