// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.testing;

import dev.podpass.spi.http.Connections;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpResponse;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Connections without a network, for tests of providers: they answer requests in turn, and keep
 * what was sent. A request without an answer fails the test.
 */
public final class FakeConnections implements Connections {
  private final BlockingQueue<HttpResponse> answers;
  private final List<HttpRequest> sent = new CopyOnWriteArrayList<>();

  /**
   * Connections that answer in turn.
   *
   * @param answers in the order of the requests; a request beyond the last answer fails the test
   */
  public FakeConnections(HttpResponse... answers) {
    this.answers = new LinkedBlockingQueue<>(List.of(answers));
  }

  /** {@return what was sent, in order} */
  public List<HttpRequest> sent() {
    return sent;
  }

  /** Sends again as podpass does, as long as there are answers. */
  @Override
  public HttpResponse send(Supplier<HttpRequest> made, Predicate<HttpResponse> busy) {
    for (int attempt = 1; ; attempt++) {
      HttpRequest request = made.get();
      sent.add(request);
      HttpResponse answer = answers.poll();
      if (answer == null) {
        throw new AssertionError("no answer was given for " + request);
      }
      if (answers.isEmpty() || attempt >= attempts(request, answer, busy)) {
        return answer;
      }
    }
  }

  private static int attempts(
      HttpRequest request, HttpResponse answer, Predicate<HttpResponse> busy) {
    if (request.isOnce()) {
      return 1;
    }
    if (answer.status() == 429 || busy.test(answer)) {
      return 6;
    }
    return answer.status() >= 500 || answer.status() == 408 ? 3 : 1;
  }
}
