// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http;

import static dev.podpass.core.log.Log.field;

import dev.podpass.core.http.BoundedResolver.Lookup;
import dev.podpass.core.http.proxy.ProxyRefusedException;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.http.Connections;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.spi.http.MetadataAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The connections of one pull, with all retries.
 *
 * <p>Thread-safe.
 */
public final class RetryingConnections implements Connections, AutoCloseable {
  private static final int ATTEMPTS = 3;

  /**
   * For a throttled request: about six seconds in total, which a burst of many nodes in the same
   * second needs.
   */
  private static final int ATTEMPTS_WHEN_BUSY = 6;

  private final Transport transport;
  private final ConnectionSettings settings;
  private final Deadline deadline;
  private final Backoff backoff;

  /** Sleeps; tests replace it. */
  private final Consumer<Duration> pause;

  private final ResponseMetadata responses = new ResponseMetadata();
  private volatile Consumer<Duration> throttled = _ -> {};

  RetryingConnections(
      Transport transport,
      ConnectionSettings settings,
      Deadline deadline,
      Backoff backoff,
      Consumer<Duration> pause) {
    this.transport = transport;
    this.settings = settings;
    this.deadline = deadline;
    this.backoff = backoff;
    this.pause = pause;
  }

  /**
   * Opens no connection yet; connections opened later are closed by the watchdog at its deadline.
   */
  public static RetryingConnections open(ConnectionSettings settings, Watchdog watchdog) {
    return open(settings, watchdog, InetAddress::getAllByName);
  }

  static RetryingConnections open(ConnectionSettings settings, Watchdog watchdog, Lookup lookup) {
    Transport transport = new PerServerTransport(settings, watchdog.deadline(), lookup);
    watchdog.guard(transport::close);
    return new RetryingConnections(
        transport,
        settings,
        watchdog.deadline(),
        new Backoff(Clock.systemUTC(), () -> ThreadLocalRandom.current().nextLong()),
        RetryingConnections::sleep);
  }

  private static void sleep(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Starts to connect to hosts that a pull will call, in parallel. Failures are reported by the
   * first request to the host. Metadata services are skipped, because they are near.
   */
  public void preconnect(Collection<URI> uris) {
    uris.stream().filter(uri -> "https".equals(uri.getScheme())).forEach(transport::preconnect);
  }

  @Override
  public HttpResponse send(Supplier<HttpRequest> requests, Predicate<HttpResponse> busy) {
    HttpRequest request = requests.get();
    requireAllowed(request);
    try {
      return attempts(request, requests, busy);
    } catch (CredentialException e) {
      // The usual hints are about DNS, proxies and the node's bundle, which do not count here.
      throw request.server().isPresent() && e.kind() != Kind.TRY_AGAIN
          ? e.advising(request.server().get().remedy())
          : e;
    }
  }

  private HttpResponse attempts(
      HttpRequest request, Supplier<HttpRequest> next, Predicate<HttpResponse> busy) {
    ConnectionSettings own = settings.of(request);
    for (int attempt = 1; ; attempt++) {
      try {
        HttpResponse response = sendOnce(attempt == 1 ? request : next.get(), attempt);
        Optional<Duration> requested = backoff.requested(response.header("Retry-After"));
        responses.add(response, requested);
        Duration wait = backoff.after(attempt, requested);
        int maxAttempts = request.isOnce() ? 1 : maxAttempts(response, busy);
        if (attempt >= maxAttempts || wait.compareTo(deadline.remaining()) >= 0) {
          return response;
        }
        if (maxAttempts == ATTEMPTS_WHEN_BUSY || requested.isPresent()) {
          throttled.accept(wait);
        }
        pause.accept(wait);
      } catch (IOException e) {
        NetworkFailure failure = NetworkFailure.of(e, own);
        Optional<String> retryAfter =
            e instanceof ProxyRefusedException refused ? refused.retryAfter() : Optional.empty();
        Duration wait = backoff.after(attempt, backoff.requested(retryAfter));
        boolean late = wait.compareTo(deadline.remaining()) >= 0;
        if (failure.retryable() && late && retryAfter.isEmpty()) {
          throw NetworkFailure.causing(deadlineExceeded(request), e);
        }
        if (!failure.retryable() || late || attempt == ATTEMPTS || request.isOnce()) {
          throw failure.exception(request, own.way(request), e);
        }
        if (retryAfter.isPresent()) {
          throttled.accept(wait);
        }
        pause.accept(wait);
      }
    }
  }

  private HttpResponse sendOnce(HttpRequest request, int attempt) throws IOException {
    if (deadline.expired()) {
      throw deadlineExceeded(request);
    }
    Duration before = deadline.remaining();
    try {
      HttpResponse response = transport.send(request);
      logAttempt(request, attempt, before, response.status());
      return response;
    } catch (IOException e) {
      logAttempt(request, attempt, before, e.getClass().getSimpleName());
      throw e;
    }
  }

  private void logAttempt(HttpRequest request, int attempt, Duration before, Object outcome) {
    settings
        .log()
        .debug(
            "request",
            field("request", request),
            field("attempt", attempt),
            field("outcome", outcome),
            field("milliseconds", before.minus(deadline.remaining()).toMillis()));
  }

  private static int maxAttempts(HttpResponse response, Predicate<HttpResponse> busy) {
    if (response.status() == 429 || busy.test(response)) {
      return ATTEMPTS_WHEN_BUSY;
    }
    // 408 concerns an idle connection: another connection may work.
    return response.status() >= 500 || response.status() == 408 ? ATTEMPTS : 1;
  }

  private static void requireAllowed(HttpRequest request) {
    URI uri = request.uri();
    boolean https = "https".equals(uri.getScheme());
    boolean metadata =
        "http".equals(uri.getScheme())
            && request.server().isEmpty()
            && MetadataAddress.isLocal(uri.getHost());
    if (uri.getHost() == null || !(https || metadata)) {
      throw new IllegalArgumentException("only https, or http to a metadata address");
    }
  }

  /**
   * Not shared with other pulls: they have other deadlines, and this process may have been stopped.
   */
  private CredentialException deadlineExceeded(HttpRequest request) {
    return new CredentialException(
        Kind.TRY_AGAIN,
        "%s%s failed: no answer within the deadline of %d s"
            .formatted(request, settings.way(request), deadline.total().toSeconds()),
        "raise --deadline if the network is slow; kubelet asks again by itself");
  }

  /** Sets what is called before each wait that a cloud or a proxy requests. */
  public void onThrottle(Consumer<Duration> waits) {
    throttled = waits;
  }

  public Deadline deadline() {
    return deadline;
  }

  public ResponseMetadata responses() {
    return responses;
  }

  /** Aborts all requests in progress. */
  @Override
  public void close() {
    transport.close();
  }
}
