// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import com.azure.core.http.HttpHeader;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.BinaryData;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Adapts podpass's HTTP response to Azure's HTTP library. */
final class SdkHttpResponse extends HttpResponse {
  private final int status;
  private final byte[] body;
  private final HttpHeaders headers;

  SdkHttpResponse(HttpRequest request, dev.podpass.spi.http.HttpResponse response, byte[] body) {
    super(request);
    this.status = response.status();
    this.body = body;
    // An HttpHeaderName that Azure's library does not know yet is made by a method handle, which a
    // native executable interprets.
    this.headers =
        new HttpHeaders(
            response.headers().stream().map(h -> new HttpHeader(h.name(), h.value())).toList());
  }

  @Override
  public int getStatusCode() {
    return status;
  }

  @Override
  @Deprecated
  public @Nullable String getHeaderValue(String name) {
    return headers.getValue(HttpHeaderName.fromString(name));
  }

  @Override
  public HttpHeaders getHeaders() {
    return headers;
  }

  @Override
  public BinaryData getBodyAsBinaryData() {
    return BinaryData.fromBytes(body);
  }

  @Override
  public Flux<ByteBuffer> getBody() {
    return Flux.just(ByteBuffer.wrap(body));
  }

  @Override
  public Mono<byte[]> getBodyAsByteArray() {
    return Mono.just(body);
  }

  @Override
  public Mono<String> getBodyAsString() {
    return getBodyAsString(StandardCharsets.UTF_8);
  }

  @Override
  public Mono<String> getBodyAsString(Charset charset) {
    return Mono.just(new String(body, charset));
  }
}
