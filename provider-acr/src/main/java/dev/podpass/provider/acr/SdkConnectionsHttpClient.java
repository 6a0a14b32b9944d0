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
import dev.podpass.spi.MalformedAnswerException;
import dev.podpass.spi.http.Connections;
import dev.podpass.spi.http.ErrorResponseException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import reactor.core.publisher.Mono;

/** Leads the requests of Azure's libraries through the connections of the pull under way. */
final class SdkConnectionsHttpClient implements HttpClient {
  /** They tell of the machine, and of the one that podpass was built on. */
  private static final Set<String> DROPPED =
      Set.of("user-agent", "x-client-cpu", "x-client-os", "x-client-sku", "x-client-ver");

  /** In seconds, from its receipt. */
  private static final List<String> LIFETIMES =
      List.of("expires_in", "ext_expires_in", "refresh_in");

  /** A year, in seconds; the library adds it to the clock. */
  private static final long LONGEST_LIFE = 31_536_000;

  @Override
  public Mono<HttpResponse> send(HttpRequest request) {
    return Mono.fromSupplier(() -> sendSync(request, Context.NONE));
  }

  @Override
  public HttpResponse sendSync(HttpRequest asked, Context context) {
    // Its URL is read as text: a URL can open connections of its own.
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
    if (response.status() != 200) {
      throw new ErrorResponseException(response);
    }
    return new SdkHttpResponse(asked, response, tokenAlone(CloudAnswer.of(response.body())));
  }

  /**
   * What the library is to read, and nothing else: it takes the last of repeated names, makes
   * numbers of texts and fractions, and never ends where a field is a list.
   */
  private static byte[] tokenAlone(CloudAnswer answer) {
    // Visible ASCII, so that nothing else is to be escaped.
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
