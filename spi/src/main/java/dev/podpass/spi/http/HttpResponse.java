// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.spi.http.HttpRequest.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An HTTP response with its complete body. {@code toString} shows the status only. Tests create one
 * with {@link #of} and {@link #with}.
 *
 * @since 0.1
 */
public final class HttpResponse {
  private final int status;
  private final List<Header> headers;
  private final byte[] body;

  /**
   * A response.
   *
   * @param status the status code
   * @param headers in their order; names may repeat
   * @param body not copied
   */
  public HttpResponse(int status, List<Header> headers, byte[] body) {
    this.status = status;
    this.headers = List.copyOf(headers);
    this.body = body;
  }

  /**
   * {@return a response without headers whose body is this text in UTF-8}
   *
   * @param status the status code
   * @param body empty for none
   */
  public static HttpResponse of(int status, String body) {
    return new HttpResponse(status, List.of(), body.getBytes(UTF_8));
  }

  /**
   * {@return the same response with an additional header}
   *
   * @param name the name, in any case
   * @param value as it is received
   */
  public HttpResponse with(String name, String value) {
    List<Header> more = new ArrayList<>(headers);
    more.add(new Header(name, value));
    return new HttpResponse(status, more, body);
  }

  /** {@return the status code; of a redirect there is no response, but a failure} */
  public int status() {
    return status;
  }

  /** {@return all header fields in their order} */
  public List<Header> headers() {
    return headers;
  }

  /**
   * {@return the first value of a header field}
   *
   * @param name the name, in any case
   */
  public Optional<String> header(String name) {
    return headers.stream()
        .filter(header -> header.name().equalsIgnoreCase(name))
        .map(Header::value)
        .findFirst();
  }

  /** {@return a copy of the body; empty if there is none} */
  public byte[] body() {
    return body.clone();
  }

  /** {@return the body read as UTF-8} */
  public String text() {
    return new String(body, UTF_8);
  }

  @Override
  public String toString() {
    return "HTTP " + status;
  }
}
