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

  /** A request without headers or body. */
  public static HttpRequest of(String method, URI uri) {
    return new HttpRequest(method, uri);
  }

  /** The same request with an additional header. */
  public HttpRequest with(String name, String value) {
    List<Header> more = plus(headers, List.of(new Header(name, value)));
    return with(copy -> copy.headers = more);
  }

  /** The same request with an additional header whose value is masked in every message. */
  public HttpRequest with(String name, Secret value) {
    return with(name, value.reveal()).sending(List.of(value));
  }

  /** The same request with a bearer token (RFC 6750). */
  public HttpRequest bearer(Secret token) {
    return with("Authorization", "Bearer " + token.reveal()).sending(List.of(token));
  }

  /** The same request with the credentials of HTTP Basic authentication (RFC 7617). */
  public HttpRequest basic(String username, Secret password) {
    byte[] pair = (username + ":" + password.reveal()).getBytes(UTF_8);
    return with("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair))
        .sending(List.of(password));
  }

  /** The same request with this body. */
  public HttpRequest with(byte[] content) {
    byte[] bytes = content.clone();
    return with(copy -> copy.body = bytes);
  }

  /** The same request with this text as its UTF-8 body. */
  public HttpRequest with(String content) {
    return with(content.getBytes(UTF_8));
  }

  /**
   * The same request with a JSON object as its body.
   *
   * @param fields texts, numbers, booleans, and secrets, which are masked in every message
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

  /** The same request, sent to a fixed address. */
  public HttpRequest to(PinnedServer fixed) {
    return with(copy -> copy.server = Optional.of(fixed));
  }

  /**
   * The same request, not sent again once the server may have it: for one that creates something at
   * each call, such as a user of a database.
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

  /** The secrets in it. */
  public List<Secret> secrets() {
    return secrets;
  }

  /** Whether it must not be sent again. */
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

    /** The same form with an additional field at its end. */
    public Form with(String name, String value) {
      String field = URLEncoder.encode(name, UTF_8) + "=" + URLEncoder.encode(value, UTF_8);
      return new Form(encoded.isEmpty() ? field : encoded + "&" + field, secrets);
    }

    /** The same form with a field whose value is masked in every message. */
    public Form with(String name, Secret value) {
      return new Form(with(name, value.reveal()).encoded, plus(secrets, List.of(value)));
    }

    /** The request that posts the form to an endpoint. */
    public HttpRequest postedTo(URI endpoint) {
      return HttpRequest.of("POST", endpoint)
          .with("Content-Type", "application/x-www-form-urlencoded")
          .with(encoded)
          .sending(secrets);
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
