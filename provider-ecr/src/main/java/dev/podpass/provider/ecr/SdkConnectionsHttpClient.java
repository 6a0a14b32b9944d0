// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import dev.podpass.spi.CloudAnswer;
import dev.podpass.spi.CloudAnswer.MalformedAnswerException;
import dev.podpass.spi.http.Connections;
import dev.podpass.spi.http.Connections.ErrorResponseException;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpRequest.Header;
import dev.podpass.spi.http.HttpResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Set;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;

/**
 * An HTTP client for the AWS SDK that sends requests over the current pull's {@link Connections}.
 */
final class SdkConnectionsHttpClient implements SdkHttpClient {
  /**
   * Headers that the SDK fills from the build machine's and the node's environment. They are not
   * signed.
   */
  private static final Set<String> DROPPED = Set.of("user-agent", "user_agent", "x-amzn-trace-id");

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        HttpResponse response = Connections.current().send(request(request), EcrRetry::isPassing);
        requireWhole(request, response);
        return answer(response);
      }

      @Override
      public void abort() {
        // The deadline's watchdog ends a request that takes too long.
      }
    };
  }

  /** The SDK uses the last of repeated names, and ignores data after a document. */
  private static void requireWhole(HttpExecuteRequest request, HttpResponse response) {
    if (response.status() >= 500 && request.httpRequest().protocol().equals("http")) {
      throw new ErrorResponseException(response);
    }
    if (response.status() < 200 || response.status() > 299) {
      return;
    }
    if (response.status() != 200) {
      throw new MalformedAnswerException("its status is " + response.status());
    }
    var http = request.httpRequest();
    if (http.firstMatchingHeader("X-Amz-Target").isPresent()) {
      var _ = CloudAnswer.of(response.body());
    } else if (http.protocol().equals("https")) {
      StsAnswer.requireWhole(response.body());
    } else {
      var _ = CloudAnswer.utf8(response.body());
    }
  }

  private static HttpRequest request(HttpExecuteRequest execute) throws IOException {
    var http = execute.httpRequest();
    HttpRequest request = HttpRequest.of(http.method().name(), http.getUri());
    for (var header : http.headers().entrySet()) {
      if (!DROPPED.contains(header.getKey().toLowerCase(Locale.ROOT))) {
        for (String value : header.getValue()) {
          request = request.with(header.getKey(), value);
        }
      }
    }
    ContentStreamProvider content = execute.contentStreamProvider().orElse(null);
    if (content == null) {
      return request;
    }
    try (InputStream body = content.newStream()) {
      return request.with(body.readAllBytes());
    }
  }

  private static HttpExecuteResponse answer(HttpResponse response) {
    SdkHttpFullResponse.Builder http = SdkHttpFullResponse.builder().statusCode(response.status());
    for (Header header : response.headers()) {
      http.appendHeader(header.name(), header.value());
    }
    return HttpExecuteResponse.builder()
        .response(http.build())
        .responseBody(AbortableInputStream.create(new ByteArrayInputStream(response.body())))
        .build();
  }

  @Override
  public String clientName() {
    return "podpass";
  }

  @Override
  public void close() {
    // The pull owns the connections.
  }
}
