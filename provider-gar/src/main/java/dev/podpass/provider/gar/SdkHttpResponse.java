// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import com.google.api.client.http.LowLevelHttpResponse;
import dev.podpass.spi.http.HttpRequest.Header;
import dev.podpass.spi.http.HttpResponse;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Adapts podpass's HTTP response to Google's HTTP library. */
final class SdkHttpResponse extends LowLevelHttpResponse {
  private final HttpResponse response;

  SdkHttpResponse(HttpResponse response) {
    this.response = response;
  }

  @Override
  public InputStream getContent() {
    return new ByteArrayInputStream(response.body());
  }

  @Override
  public @Nullable String getContentEncoding() {
    return null;
  }

  @Override
  public long getContentLength() {
    return response.body().length;
  }

  @Override
  public @Nullable String getContentType() {
    return response.header("Content-Type").orElse(null);
  }

  @Override
  public String getStatusLine() {
    return response.toString();
  }

  @Override
  public int getStatusCode() {
    return response.status();
  }

  @Override
  public @Nullable String getReasonPhrase() {
    return null;
  }

  @Override
  public int getHeaderCount() {
    return response.headers().size();
  }

  @Override
  public String getHeaderName(int index) {
    return header(index).name();
  }

  @Override
  public String getHeaderValue(int index) {
    return header(index).value();
  }

  private Header header(int index) {
    return response.headers().get(index);
  }
}
