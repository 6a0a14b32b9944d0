// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.spi.secret.Secret;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * An HTTP request with its complete body. {@code toString} omits query, headers and body.
 *
 * @since 0.1
 */
public final class HttpRequest {
  private final String method;
  private final URI uri;
  private List<Header> headers = List.of();
  private byte[] body = new byte[0];
  private Optional<PinnedServer> server = Optional.empty();
  private List<Secret> secrets = List.of();
  private boolean once;

  private HttpRequest(String method, URI uri) {
    this.method = method;
    this.uri = uri;
  }

  /** A copy with another value of one field. Nothing is changed after that. */
  private HttpRequest with(Consumer<HttpRequest> change) {
    HttpRequest copy = new HttpRequest(method, uri);
    copy.headers = headers;
    copy.body = body;
    copy.server = server;
    copy.secrets = secrets;
    copy.once = once;
    change.accept(copy);
    return copy;
  }

  /**
   * {@return a request without headers or body}
   *
   * @param method in upper case, such as {@code POST}
   * @param uri https, or http at a {@link MetadataAddress}; with its query
   */
  public static HttpRequest of(String method, URI uri) {
    return new HttpRequest(method, uri);
  }

  /**
   * {@return the same request with an additional header}
   *
   * @param name a header that the transport does not set itself
   * @param value not a secret
   */
  public HttpRequest with(String name, String value) {
    List<Header> more = plus(headers, List.of(new Header(name, value)));
    return with(copy -> copy.headers = more);
  }

  /**
   * {@return the same request with an additional header whose value is masked in every message}
   *
   * @param name a header that the transport does not set itself
   * @param value sent as it is
   */
  public HttpRequest with(String name, Secret value) {
    return with(name, value.reveal()).sending(List.of(value));
  }

  /**
   * {@return the same request with a bearer token (RFC 6750)}
   *
   * @param token without {@code Bearer}
   */
  public HttpRequest bearer(Secret token) {
    return with("Authorization", "Bearer " + token.reveal()).sending(List.of(token));
  }

  /**
   * {@return the same request with the credentials of HTTP Basic authentication (RFC 7617)}
   *
   * @param username without a colon
   * @param password any text
   */
  public HttpRequest basic(String username, Secret password) {
    byte[] pair = (username + ":" + password.reveal()).getBytes(UTF_8);
    return with("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair))
        .sending(List.of(password));
  }

  /**
   * {@return the same request with this body}
   *
   * @param content copied
   */
  public HttpRequest with(byte[] content) {
    byte[] bytes = content.clone();
    return with(copy -> copy.body = bytes);
  }

  /**
   * {@return the same request with this text as its UTF-8 body}
   *
   * @param content not a secret
   */
  public HttpRequest with(String content) {
    return with(content.getBytes(UTF_8));
  }

  /**
   * {@return the same request with a JSON object as its body}
   *
   * @param fields texts, int and long numbers, booleans, and secrets, which are masked in every
   *     message
   */
  public HttpRequest json(Map<String, ?> fields) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    List<Secret> hidden = new ArrayList<>();
    fields.forEach((name, value) -> {
      switch (value) {
        case Secret secret -> {
          hidden.add(secret);
          object.put(name, secret.reveal());
        }
        case Boolean flag -> object.put(name, flag);
        case Integer number -> object.put(name, number);
        case Long number -> object.put(name, number);
        default -> object.put(name, value.toString());
      }
    });
    return with("Content-Type", "application/json").with(object.toString()).sending(hidden);
  }

  /**
   * {@return the same request, sent to a fixed address}
   *
   * @param fixed called instead of the server that DNS and proxies lead to
   */
  public HttpRequest to(PinnedServer fixed) {
    return with(copy -> copy.server = Optional.of(fixed));
  }

  /**
   * {@return the same request, not sent again once the server may have it: for one that creates
   * something at each call, such as a user of a database}
   */
  public HttpRequest once() {
    return with(copy -> copy.once = true);
  }

  private HttpRequest sending(List<Secret> more) {
    List<Secret> all = plus(secrets, more);
    return with(copy -> copy.secrets = all);
  }

  private static <T> List<T> plus(List<T> all, List<T> more) {
    return Stream.concat(all.stream(), more.stream()).toList();
  }

  /** {@return the method, such as {@code POST}} */
  public String method() {
    return method;
  }

  /** {@return the URI with its query} */
  public URI uri() {
    return uri;
  }

  /** {@return the header fields in their order} */
  public List<Header> headers() {
    return headers;
  }

  /** {@return the body, not copied; empty if there is none} */
  public byte[] body() {
    return body;
  }

  /**
   * {@return the server that it must be sent to; empty if DNS, proxies and the node's CAs decide}
   */
  public Optional<PinnedServer> server() {
    return server;
  }

  /** {@return the secrets in it} */
  public List<Secret> secrets() {
    return secrets;
  }

  /** {@return whether it must not be sent again} */
  public boolean isOnce() {
    return once;
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
    private final List<Secret> secrets;

    /** Creates a form without fields. */
    public Form() {
      this("", List.of());
    }

    private Form(String encoded, List<Secret> secrets) {
      this.encoded = encoded;
      this.secrets = secrets;
    }

    /**
     * {@return the same form with an additional field at its end}
     *
     * @param name not yet encoded
     * @param value not yet encoded, and not a secret
     */
    public Form with(String name, String value) {
      String field = URLEncoder.encode(name, UTF_8) + "=" + URLEncoder.encode(value, UTF_8);
      return new Form(encoded.isEmpty() ? field : encoded + "&" + field, secrets);
    }

    /**
     * {@return the same form with a field whose value is masked in every message}
     *
     * @param name not yet encoded
     * @param value not yet encoded
     */
    public Form with(String name, Secret value) {
      return new Form(with(name, value.reveal()).encoded, plus(secrets, List.of(value)));
    }

    /**
     * {@return the request that posts the form to an endpoint}
     *
     * @param endpoint as for {@link HttpRequest#of}
     */
    public HttpRequest postedTo(URI endpoint) {
      return HttpRequest.of("POST", endpoint)
          .with("Content-Type", "application/x-www-form-urlencoded")
          .with(encoded)
          .sending(secrets);
    }

    /**
     * {@return the URI of an endpoint with the form as its query}
     *
     * @param endpoint without a query
     */
    public URI queryOf(URI endpoint) {
      return encoded.isEmpty() ? endpoint : URI.create(endpoint + "?" + encoded);
    }

    @Override
    public String toString() {
      return "form";
    }
  }
}
