// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
  private final Optional<PinnedServer> server;

  private HttpRequest(
      String method, URI uri, List<Header> headers, byte[] body, Optional<PinnedServer> server) {
    this.method = method;
    this.uri = uri;
    this.headers = List.copyOf(headers);
    this.body = body;
    this.server = server;
  }

  /** A request without headers or body. */
  public static HttpRequest of(String method, URI uri) {
    return new HttpRequest(method, uri, List.of(), new byte[0], Optional.empty());
  }

  /** The same request with an additional header. */
  public HttpRequest with(String name, String value) {
    List<Header> more = new ArrayList<>(headers);
    more.add(new Header(name, value));
    return new HttpRequest(method, uri, more, body, server);
  }

  /** The same request with this body. */
  public HttpRequest with(byte[] content) {
    return new HttpRequest(method, uri, headers, content.clone(), server);
  }

  /** The same request with this text as its UTF-8 body. */
  public HttpRequest with(String content) {
    return new HttpRequest(method, uri, headers, content.getBytes(UTF_8), server);
  }

  /** The same request, sent to a fixed address. */
  public HttpRequest to(PinnedServer fixed) {
    return new HttpRequest(method, uri, headers, body, Optional.of(fixed));
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

  /** The server that it must be sent to; empty if DNS, proxies and the node's CAs decide. */
  public Optional<PinnedServer> server() {
    return server;
  }

  @Override
  public String toString() {
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return method + " " + uri.getScheme() + "://" + uri.getRawAuthority() + path;
  }

  /**
   * A header field. Its value may be a secret, so {@code toString} omits it.
   *
   * @param name case-insensitive
   * @param value as it is sent
   */
  public record Header(String name, String value) {
    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * A server that is called at a fixed address instead of the one in DNS. TLS still uses the name
   * in the URL: as SNI, and in the certificate. Only the CA certificates of the file count, and no
   * proxy is used.
   *
   * @param address an IP address without brackets, or a name that is resolved
   * @param authorities the file with the CA certificates, in PEM
   * @param remedy the operator's next action where the server cannot be reached or trusted
   */
  public record PinnedServer(String address, Path authorities, String remedy) {
    @Override
    public String toString() {
      return address + " trusted by " + authorities;
    }
  }

  /**
   * The fields of a form (application/x-www-form-urlencoded), for the body of a request or for its
   * query. A value may be a secret, so {@code toString} omits the fields.
   */
  public static final class Form {
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

    /** The URI of an endpoint without a query, with the form as its query. */
    public URI queryOf(URI endpoint) {
      return encoded.isEmpty() ? endpoint : URI.create(endpoint + "?" + encoded);
    }

    @Override
    public String toString() {
      return "form";
    }
  }
}
