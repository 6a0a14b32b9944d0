// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLEncoder;

/**
 * The fields of a form (application/x-www-form-urlencoded), for the body of a request or for its
 * query. A value may be a secret, so {@code toString} omits the fields.
 *
 * @since 0.1
 */
public final class Form {
  private final String encoded;

  /** Creates a form without fields. */
  public Form() {
    this("");
  }

  private Form(String encoded) {
    this.encoded = encoded;
  }

  /** The same form with an additional field at its end. */
  public Form with(String name, String value) {
    String field = URLEncoder.encode(name, UTF_8) + "=" + URLEncoder.encode(value, UTF_8);
    return new Form(encoded.isEmpty() ? field : encoded + "&" + field);
  }

  /** The request that posts the form to an endpoint. */
  public HttpRequest postedTo(URI endpoint) {
    return HttpRequest.of("POST", endpoint)
        .with("Content-Type", "application/x-www-form-urlencoded")
        .with(encoded);
  }

  /** The URI of an endpoint, which has no query yet, with the form as its query. */
  public URI queryOf(URI endpoint) {
    return encoded.isEmpty() ? endpoint : URI.create(endpoint + "?" + encoded);
  }

  @Override
  public String toString() {
    return "form";
  }
}
