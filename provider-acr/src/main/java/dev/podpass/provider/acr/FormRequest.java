// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.spi.http.HttpRequest;
import java.net.URI;
import java.net.URLEncoder;

/** A request with the fields of a form, as token endpoints take it. */
final class FormRequest {
  private final StringBuilder form = new StringBuilder();

  /** Appends a field. */
  FormRequest with(String name, String value) {
    form.append(form.isEmpty() ? "" : "&")
        .append(name)
        .append('=')
        .append(URLEncoder.encode(value, UTF_8));
    return this;
  }

  /** The request that posts the fields to an endpoint. */
  HttpRequest to(URI endpoint) {
    return HttpRequest.of("POST", endpoint)
        .with("Content-Type", "application/x-www-form-urlencoded")
        .with(form.toString());
  }
}
