// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import dev.podpass.spi.CloudAnswer;
import dev.podpass.spi.http.Connections;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * An HTTP transport for Google's libraries that sends requests over the current pull's {@link
 * Connections}.
 */
final class SdkConnectionsHttpTransport extends HttpTransport {
  /** Headers that reveal the build machine, or request an encoding that would not be decoded. */
  private static final Set<String> DROPPED =
      Set.of("accept-encoding", "user-agent", "x-goog-api-client");

  @Override
  public boolean supportsMethod(String method) {
    return method.equals("POST");
  }

  @Override
  protected LowLevelHttpRequest buildRequest(String method, String url) {
    return new Request(HttpRequest.of(method, URI.create(url)));
  }

  private static final class Request extends LowLevelHttpRequest {
    private HttpRequest request;

    Request(HttpRequest request) {
      this.request = request;
    }

    @Override
    public void addHeader(String name, String value) {
      if (!DROPPED.contains(name.toLowerCase(Locale.ROOT))) {
        request = request.with(name, value);
      }
    }

    /** Google's libraries convert numbers to texts, and use the last of repeated names. */
    private void requireWhole(HttpResponse response) {
      CloudAnswer answer = CloudAnswer.of(response);
      if (request.uri().getPath().endsWith(":generateAccessToken")) {
        var _ = answer.secret("accessToken");
      } else {
        var _ = answer.secret("access_token");
        var _ = answer.number("expires_in");
      }
    }

    @Override
    public LowLevelHttpResponse execute() throws IOException {
      var content = getStreamingContent();
      if (content != null) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        content.writeTo(body);
        request = request.with("Content-Type", getContentType()).with(body.toByteArray());
      }
      HttpResponse response = Connections.current().send(request);
      requireWhole(response);
      return new SdkHttpResponse(response);
    }
  }
}
