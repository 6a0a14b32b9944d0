// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * An HTTP request with its complete body. {@code toString} omits query, headers and body.
 *
 * @since 0.1
 */
public final class HttpRequest {
  private final String method;
  private final URI uri;
  private final List<Header> headers;
  private final byte[] body;

  private HttpRequest(String method, URI uri, List<Header> headers, byte[] body) {
    this.method = method;
    this.uri = uri;
    this.headers = List.copyOf(headers);
    this.body = body;
  }

  /** A request without headers or body. */
  public static HttpRequest of(String method, URI uri) {
    return new HttpRequest(method, uri, List.of(), new byte[0]);
  }

  /** The same request with an additional header. */
  public HttpRequest with(String name, String value) {
    List<Header> more = new ArrayList<>(headers);
    more.add(new Header(name, value));
    return new HttpRequest(method, uri, more, body);
  }

  /** The same request with this body. */
  public HttpRequest with(byte[] content) {
    return new HttpRequest(method, uri, headers, content.clone());
  }

  /** The same request with this text as its UTF-8 body. */
  public HttpRequest with(String content) {
    return new HttpRequest(method, uri, headers, content.getBytes(UTF_8));
  }

  public String method() {
    return method;
  }

  public URI uri() {
    return uri;
  }

  public List<Header> headers() {
    return headers;
  }

  public byte[] body() {
    return body;
  }

  @Override
  public String toString() {
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return method + " " + uri.getScheme() + "://" + uri.getRawAuthority() + path;
  }
}
