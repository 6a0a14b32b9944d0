// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.core.cache.CacheSettings.Mode;
import dev.podpass.core.cache.CachedOutcome.Answered;
import dev.podpass.core.http.Deadline;
import dev.podpass.core.log.Log;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Which answers are shared, and for how long. */
class NodeCacheTest extends CacheFixture {
  @Test
  void makesOneExchangeForAsLongAsItsAnswerHolds() {
    assertThat(password(cache)).isEqualTo("password-1");
    clock.advance(LIFE.minusSeconds(1));
    assertThat(passwordLeft()).isEqualTo("password-1");

    clock.advance(Duration.ofSeconds(1));

    assertThat(password(cache)).isEqualTo("password-2");
  }

  @Test
  void neverServesACredentialPastItsOwnExpiry() {
    Instant expiry = clock.instant().plusSeconds(60);
    answer(cache, KEY, () -> granted(expiry, expiry.plusSeconds(3600)));

    clock.advance(Duration.ofSeconds(59));
    assertThat(passwordLeft()).isEqualTo("password-1");
    clock.advance(Duration.ofSeconds(1));
    assertThat(password(cache)).isEqualTo("password-2");
  }

  @Test
  void doesNotKeepWhatMayNotBeKept() {
    answer(cache, KEY, () -> granted(clock.instant(), clock.instant()));

    assertThat(password(cache)).isEqualTo("password-2");
  }

  @Test
  void aCacheThatIsGoneCostsAnExchangeAndNoPull() throws IOException {
    password(cache);
    cache.clear();
    Files.delete(directory.resolve(SingleFlightLock.FILE));
    Files.delete(directory.resolve(ExpirySweep.MARKER));
    Files.delete(directory);

    assertThat(password(cache)).isEqualTo("password-2");
    assertThat(password(cache)).isEqualTo("password-3");
  }

  @Test
  void listsWithoutSecretsAndForgets() {
    password(cache);

    assertThat(cache.list())
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.about()).isEqualTo(ABOUT);
          assertThat(entry.until()).isEqualTo(clock.instant().plus(LIFE));
          assertThat(entry.failure()).isEmpty();
          assertThat(entry.toString()).doesNotContain("password");
        });
    assertThat(cache.clear()).isEqualTo(1);
    assertThat(cache.list()).isEmpty();
    assertThat(password(cache)).isEqualTo("password-2");
  }

  @Test
  void autoDoesWithoutAnUnsafePlaceAndOnInsists() throws IOException {
    Files.setPosixFilePermissions(
        Files.createDirectories(directory), PosixFilePermissions.fromString("rwxr-xr-x"));
    NodeCache auto = settings(Mode.AUTO).open(clock, Log.NONE);

    assertThat(auto.state()).startsWith("off: ");
    assertThat(password(auto)).isEqualTo("password-1");
    assertThat(password(auto)).isEqualTo("password-2");
    assertThatThrownBy(() -> settings(Mode.ON).open(clock, Log.NONE))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("--cache=on, but " + directory + " is open to others")
        .extracting("kind", "hint")
        .containsExactly(
            Kind.CONFIGURATION,
            "chmod 0700 %s if only podpass uses it, else choose another directory with --cache-dir"
                .formatted(directory));
    assertThat(settings(Mode.OFF).open(clock, Log.NONE).state()).isEqualTo("off");
  }

  private CacheSettings settings(Mode mode) {
    return new CacheSettings(mode, directory, false);
  }

  /** Such as one of an earlier version, with the expiry that a cloud gave. */
  @Test
  void anEntryCountsForADayAtMostWhateverItsEnd() {
    Instant far = Instant.parse("9999-12-31T23:59:59Z");
    answer(cache, KEY, () -> granted(far, far));

    clock.advance(Duration.ofHours(24).minusSeconds(1));
    assertThat(passwordLeft()).isEqualTo("password-1");
    clock.advance(Duration.ofSeconds(1));

    assertThat(cache.list()).isEmpty();
    assertThat(password(cache)).isEqualTo("password-2");
  }

  @Test
  void aClockThatLeapsByADayCostsAnExchangeEachWay() {
    password(cache);

    clock.advance(Duration.ofDays(1));
    assertThat(password(cache)).isEqualTo("password-2");
    assertThat(password(cache)).isEqualTo("password-2");
    clock.advance(Duration.ofDays(-1));
    assertThat(password(cache)).isEqualTo("password-3");
    assertThat(password(cache)).isEqualTo("password-3");
  }

  @Test
  void aClockThatLeapsPastTheExpiryWhileAnotherExchangesProlongsNoWait() throws Exception {
    try (SingleFlightLock other = store().flight(KEY)) {
      assertThat(other.take()).isTrue();
      Deadline deadline = Deadline.of(Duration.ofMillis(400), Duration.ZERO);
      try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
        Future<Answered> waiter = thread.submit(() -> answer(cache, KEY, deadline, this::granted));
        clock.advance(Duration.ofDays(1));
        clock.advance(Duration.ofDays(-2));
        assertThat(passwordOf(waiter.get())).isEqualTo("password-1");
      }
    }
  }
}
