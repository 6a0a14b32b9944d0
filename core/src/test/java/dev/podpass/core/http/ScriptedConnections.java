// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http;

import dev.podpass.core.http.proxy.ProxyRules;
import dev.podpass.core.http.tls.CaBundle;
import dev.podpass.core.log.Log;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/** Connections whose answers are scripted, and whose pauses are recorded. */
abstract class ScriptedConnections {
  static final HttpRequest REQUEST =
      HttpRequest.of("POST", URI.create("https://sts.example/?secret=hunter2"))
          .with("Authorization", "hunter2")
          .with("hunter2");

  final AtomicLong nanos = new AtomicLong();
  final List<Duration> pauses = new ArrayList<>();
  final List<String> told = new ArrayList<>();
  final Script script = new Script();

  RetryingConnections connections() {
    Log log =
        (level, message, fields) -> {
          StringBuilder line = new StringBuilder(message);
          for (Log.Field field : fields) {
            line.append(' ').append(field.name()).append('=').append(field.value());
          }
          told.add(line.toString());
        };
    return new RetryingConnections(
        script,
        new ConnectionSettings(new CaBundle(List.of()), ProxyRules.none(), log),
        new Deadline(nanos::get, Duration.ofSeconds(45), Duration.ZERO),
        new Backoff(Clock.systemUTC(), RandomGenerator.getDefault()),
        pause -> {
          pauses.add(pause);
          nanos.addAndGet(pause.toNanos());
        });
  }

  static HttpResponse answer(int status, String body) {
    return HttpResponse.of(status, body);
  }

  /** Answers from a script, in order. */
  static final class Script implements Transport {
    private final Deque<Object> answers = new ArrayDeque<>();
    final List<HttpRequest> requests = new ArrayList<>();
    final List<URI> ahead = new ArrayList<>();
    private Runnable before = () -> {};

    Script then(HttpResponse response) {
      answers.add(response);
      return this;
    }

    Script then(IOException failure) {
      answers.add(failure);
      return this;
    }

    void then(Runnable meanwhile, IOException failure) {
      before = meanwhile;
      answers.add(failure);
    }

    @Override
    public HttpResponse send(HttpRequest request) throws IOException {
      requests.add(request);
      before.run();
      Object answer = answers.size() > 1 ? answers.remove() : answers.element();
      if (answer instanceof IOException failure) {
        throw failure;
      }
      return (HttpResponse) answer;
    }

    @Override
    public void preconnect(URI uri) {
      ahead.add(uri);
    }

    @Override
    public void close() {}
  }
}
