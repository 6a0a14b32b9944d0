// SPDX-License-Identifier: Apache-2.0
package dev.podpass.http;

import dev.podpass.spi.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was noticed in the answers to one pull's requests.
 *
 * <p>Safe to use from several threads.
 */
public final class Traffic {
  /** What clouds call the id by which their support finds a request. */
  private static final List<String> REQUEST_ID_HEADERS =
      List.of("x-amzn-RequestId", "X-Ms-Correlation-Request-Id", "x-ms-request-id");

  private final List<String> requestIds = new ArrayList<>();
  private Optional<Duration> retryAfter = Optional.empty();

  Traffic() {}

  synchronized void note(HttpResponse response, Optional<Duration> asked) {
    REQUEST_ID_HEADERS.stream()
        .flatMap(name -> response.header(name).stream())
        .findFirst()
        .ifPresent(requestIds::add);
    retryAfter = asked;
  }

  /** The clouds' ids of the requests, in the order of their answers. */
  public synchronized List<String> requestIds() {
    return List.copyOf(requestIds);
  }

  /** How long the last answer asked to be left alone. */
  public synchronized Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
