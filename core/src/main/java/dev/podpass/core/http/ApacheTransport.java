// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http;

import dev.podpass.core.http.BoundedResolver.Lookup;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpRequest.Header;
import dev.podpass.spi.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.LengthRequiredException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.TruncatedChunkException;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests over connections of Apache HttpCore, which adds no redirects, retries, cookies,
 * authentication or decompression.
 */
final class ApacheTransport implements Transport {
  private static final String USER_AGENT = "podpass";

  /** Derived from the request; a caller's own values could only contradict it. */
  private static final Set<String> DERIVED =
      Set.of("host", "content-length", "transfer-encoding", "connection", "expect");

  /**
   * RFC 9110: No Content, Reset Content, Partial Content. No request of podpass has such an answer.
   */
  private static final Set<Integer> NOT_WHOLE = Set.of(204, 205, 206);

  /** The method of a request that asks whether a server answers: any status says so. */
  private static final String PROBE = "HEAD";

  private static final Set<String> BODILESS = Set.of("GET", PROBE);

  /** 408: the server closes an idle connection, possibly before it received the request. */
  private static final int REQUEST_TIMEOUT = 408;

  private static final int MAX_BODY = 1 << 20;

  private static final HttpRequestExecutor EXECUTOR = new HttpRequestExecutor();

  private final ConnectionPool connections;
  private final Deadline deadline;

  ApacheTransport(ConnectionSettings settings, Deadline deadline, Lookup lookup) {
    this.connections =
        new ConnectionPool(new Dialer(new BoundedResolver(lookup, deadline), settings, deadline));
    this.deadline = deadline;
  }

  @Override
  public void preconnect(URI uri) {
    connections.preconnect(uri);
  }

  @Override
  public HttpResponse send(HttpRequest request) throws IOException {
    HttpCoreContext context = HttpCoreContext.create();
    StrictConnection connection = connections.open(request.uri());
    boolean reusable = false;
    try {
      ClassicHttpRequest wire = wire(request);
      connection.setSocketTimeout(Timeout.ofMilliseconds(deadline.forAnswer().toMillis()));
      ClassicHttpResponse answer = EXECUTOR.execute(wire, connection, context);
      HttpResponse response = read(request, answer);
      reusable = isReusable(wire, answer, context);
      return response;
    } catch (LengthRequiredException | MessageConstraintException e) {
      throw new RejectedResponseException("its answer has " + e.getMessage(), e);
    } catch (HttpException e) {
      throw new RejectedResponseException("it does not answer in HTTP", e);
    } catch (MalformedChunkCodingException e) {
      throw e instanceof TruncatedChunkException
          ? e
          : new RejectedResponseException("it does not answer in HTTP", e);
    } finally {
      connections.release(request.uri(), connection, reusable);
    }
  }

  private static boolean isReusable(
      ClassicHttpRequest request, ClassicHttpResponse answer, HttpCoreContext context) {
    boolean ambiguous =
        answer.containsHeader("Content-Length") && answer.containsHeader("Transfer-Encoding");
    return !ambiguous
        && answer.getCode() != REQUEST_TIMEOUT
        && DefaultConnectionReuseStrategy.INSTANCE.keepAlive(request, answer, context);
  }

  private static ClassicHttpRequest wire(HttpRequest request) {
    BasicClassicHttpRequest wire =
        new BasicClassicHttpRequest(request.method(), (HttpHost) null, target(request.uri()));
    wire.addHeader("Host", request.uri().getRawAuthority());
    for (Header header : request.headers()) {
      if (!DERIVED.contains(header.name().toLowerCase(Locale.ROOT))) {
        wire.addHeader(header.name(), header.value());
      }
    }
    if (!wire.containsHeader("User-Agent")) {
      wire.addHeader("User-Agent", USER_AGENT);
    }
    if (request.body().length > 0 || !BODILESS.contains(request.method())) {
      wire.addHeader("Content-Length", request.body().length);
      wire.setEntity(new ByteArrayEntity(request.body(), null));
    }
    return wire;
  }

  private static String target(URI uri) {
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
  }

  private static HttpResponse read(HttpRequest request, ClassicHttpResponse answer)
      throws IOException {
    int status = answer.getCode();
    if (request.method().equals(PROBE)) {
      return new HttpResponse(status, headers(answer), new byte[0]);
    }
    if (status >= 300 && status < 400) {
      throw new RejectedResponseException(
          "it answers with a redirect (HTTP " + status + "), which is not followed");
    }
    if (NOT_WHOLE.contains(status)) {
      throw new RejectedResponseException(
          "it answers with no or a partial body (HTTP " + status + ")");
    }
    if (isCompressed(answer)) {
      // Not requested; decompressed it could exceed any limit.
      throw new RejectedResponseException("its answer is compressed");
    }
    return new HttpResponse(status, headers(answer), body(answer.getEntity()));
  }

  private static List<Header> headers(ClassicHttpResponse answer) {
    return Arrays.stream(answer.getHeaders())
        .map(header -> new Header(header.getName(), header.getValue()))
        .toList();
  }

  private static boolean isCompressed(ClassicHttpResponse answer) {
    return Arrays.stream(answer.getHeaders("Content-Encoding"))
        .anyMatch(coding -> !coding.getValue().equalsIgnoreCase("identity"));
  }

  @Override
  public void close() {
    connections.close();
  }

  /** Reads it up to a size limit. */
  private static byte[] body(@Nullable HttpEntity entity) throws IOException {
    if (entity == null) {
      return new byte[0];
    }
    if (entity.getContentLength() > MAX_BODY) {
      throw tooLarge();
    }
    // Not closed at the limit: closing drains the body, which may never end.
    InputStream content = entity.getContent();
    byte[] body = content.readNBytes(MAX_BODY + 1);
    if (body.length > MAX_BODY) {
      throw tooLarge();
    }
    content.close();
    return body;
  }

  private static RejectedResponseException tooLarge() {
    return new RejectedResponseException("its answer is larger than 1 MiB");
  }
}
