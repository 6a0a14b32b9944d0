// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.podpass.core.cache.CachedOutcome.Answered;
import dev.podpass.core.http.Deadline;
import dev.podpass.spi.Credential;
import dev.podpass.spi.failure.Advice;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.secret.Secret;
import dev.podpass.testkit.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A cache in a temporary directory, a clock that tests set, and exchanges that are counted. */
abstract class CacheFixture {
  static final Duration LIFE = Duration.ofMinutes(50);

  static final CacheKey KEY = Ask.usual().key();

  static final EntryDescription ABOUT =
      new EntryDescription("fake", "registry.example", "team-a/puller", "role r1");

  final SettableClock clock = new SettableClock(Instant.parse("2026-11-25T10:00:00Z"));

  final AtomicInteger exchanges = new AtomicInteger();

  @TempDir Path above;

  Path directory;

  NodeCache cache;

  @BeforeEach
  void open() throws Exception {
    directory = above.resolve("cache");
    cache = TestCaches.in(directory, clock);
  }

  Store store() {
    return TestCaches.store(directory, clock);
  }

  Path entry() {
    return directory.resolve(KEY.fileName());
  }

  String password(NodeCache from) {
    return passwordOf(answer(from, KEY, this::granted));
  }

  /** The password of a pull while the cloud is out. */
  String passwordLeft() {
    return passwordOf(
        answer(
            cache,
            KEY,
            () -> {
              throw new CredentialException(Kind.UNAVAILABLE, "the cloud is out");
            }));
  }

  static String passwordOf(Answered answered) {
    return answered.credential().password().reveal();
  }

  CredentialException failure(NodeCache from, Advice advice) {
    return catchThrowableOfType(
        CredentialException.class, () -> answer(from, KEY, refusing(advice)));
  }

  Supplier<Answered> refusing(Advice advice) {
    return () -> {
      exchanges.incrementAndGet();
      throw CredentialException.of(advice, "it failed");
    };
  }

  Answered granted() {
    Instant until = clock.instant().plus(LIFE);
    return granted(until, until);
  }

  Answered granted(Instant expiry, Instant until) {
    Secret password = Secret.of("password-" + exchanges.incrementAndGet());
    return new Answered(Credential.of("user", password).expiringAt(expiry), until);
  }

  static Answered answer(NodeCache from, CacheKey key, Supplier<Answered> exchange) {
    return answer(from, key, Deadline.of(Duration.ofSeconds(45), Duration.ZERO), exchange);
  }

  static Answered answer(
      NodeCache from, CacheKey key, Deadline deadline, Supplier<Answered> exchange) {
    return from.answer(key, ABOUT, deadline, new Exchanging(exchange));
  }

  /** An exchange whose cloud may ask for a wait, with the failures that an answer was used for. */
  record Exchanging(Supplier<Answered> exchange, Duration asked, List<CredentialException> failed)
      implements CacheMiss {
    Exchanging(Supplier<Answered> exchange) {
      this(exchange, Duration.ZERO);
    }

    Exchanging(Supplier<Answered> exchange, Duration asked) {
      this(exchange, asked, new ArrayList<>());
    }

    @Override
    public Answered make(Consumer<Duration> throttled) {
      if (asked.isPositive()) {
        throttled.accept(asked);
      }
      return exchange.get();
    }

    @Override
    public void recoveredFrom(CredentialException failure) {
      failed.add(failure);
    }

    @Override
    public void superseded() {}

    @Override
    public Optional<Duration> retryAfter() {
      return Optional.of(asked);
    }
  }
}
