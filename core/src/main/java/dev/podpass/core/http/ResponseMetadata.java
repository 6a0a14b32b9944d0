// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http;

import dev.podpass.spi.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Facts collected from the responses of one pull. Thread-safe. */
public final class ResponseMetadata {
  /** The headers with the id that a cloud's support needs. */
  private static final List<String> REQUEST_ID_HEADERS =
      List.of("x-amzn-RequestId", "X-Ms-Correlation-Request-Id", "x-ms-request-id");

  private final List<String> requestIds = new ArrayList<>();
  private Optional<Duration> retryAfter = Optional.empty();

  ResponseMetadata() {}

  synchronized void add(HttpResponse response, Optional<Duration> requested) {
    REQUEST_ID_HEADERS.stream()
        .flatMap(name -> response.header(name).stream())
        .findFirst()
        .ifPresent(requestIds::add);
    retryAfter = requested;
  }

  public synchronized List<String> requestIds() {
    return List.copyOf(requestIds);
  }

  /** The {@code Retry-After} of the last response. */
  public synchronized Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
