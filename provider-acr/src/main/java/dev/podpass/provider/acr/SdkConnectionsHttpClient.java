// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeader;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import dev.podpass.spi.CloudAnswer;
import dev.podpass.spi.CloudAnswer.MalformedAnswerException;
import dev.podpass.spi.http.Connections;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import reactor.core.publisher.Mono;

/**
 * An HTTP client for Azure's libraries that sends requests over the current pull's {@link
 * Connections}.
 */
final class SdkConnectionsHttpClient implements HttpClient {
  /** Headers that reveal the machine, or the one that podpass was built on. */
  private static final Set<String> DROPPED =
      Set.of("user-agent", "x-client-cpu", "x-client-os", "x-client-sku", "x-client-ver");

  /** In seconds from receipt. */
  private static final List<String> LIFETIMES =
      List.of("expires_in", "ext_expires_in", "refresh_in");

  /** A year in seconds; the library adds it to the clock. */
  private static final long LONGEST_LIFE = 31_536_000;

  @Override
  public Mono<HttpResponse> send(HttpRequest request) {
    return Mono.fromSupplier(() -> sendSync(request, Context.NONE));
  }

  @Override
  public HttpResponse sendSync(HttpRequest asked, Context context) {
    // The URL is read as a string: a {@link java.net.URL} can open connections.
    URI uri = URI.create(String.valueOf(asked.getUrl()));
    var request = dev.podpass.spi.http.HttpRequest.of(asked.getHttpMethod().toString(), uri);
    for (HttpHeader header : asked.getHeaders()) {
      if (!DROPPED.contains(header.getName().toLowerCase(Locale.ROOT))) {
        request = request.with(header.getName(), header.getValue());
      }
    }
    BinaryData body = asked.getBodyAsBinaryData();
    if (body != null) {
      request = request.with(body.toBytes());
    }
    var response = Connections.current().send(request);
    return new SdkHttpResponse(asked, response, tokenAlone(CloudAnswer.of(response)));
  }

  /**
   * Reduces an answer to the fields that the library needs: it uses the last of repeated names,
   * converts texts and fractions to numbers, and loops forever where a field is a list.
   */
  private static byte[] tokenAlone(CloudAnswer answer) {
    // Visible ASCII, so that no other character needs escaping.
    String token =
        answer.secret("access_token").reveal().replace("\\", "\\\\").replace("\"", "\\\"");
    StringBuilder json = new StringBuilder("{\"access_token\":\"").append(token).append('"');
    for (String name : LIFETIMES) {
      answer
          .number(name)
          .ifPresent(seconds -> json.append(",\"" + name + "\":").append(lifetime(name, seconds)));
    }
    return json.append('}').toString().getBytes(US_ASCII);
  }

  private static long lifetime(String name, long seconds) {
    if (seconds < 0 || seconds > LONGEST_LIFE) {
      throw new MalformedAnswerException("its " + name + " is not a lifetime");
    }
    return seconds;
  }
}
