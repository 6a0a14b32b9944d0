// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.spi.Credential;
import dev.podpass.spi.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LifetimeTest {
  private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
  private static final Duration DEFAULT = Duration.ofHours(12);
  private static final Credential CREDENTIAL = Credential.of("user", Secret.of("password"));

  static Stream<Arguments> lives() {
    return Stream.of(
        argumentSet("twelve hours less five minutes", "PT12H", "PT11H55M"),
        argumentSet("an hour less five minutes", "PT1H", "PT55M"),
        argumentSet("25 minutes: both margins meet", "PT25M", "PT20M"),
        argumentSet("ten minutes less a fifth", "PT10M", "PT8M"),
        argumentSet("a second, in whole seconds", "PT1S", "PT0S"),
        argumentSet("none left", "PT0S", "PT0S"),
        argumentSet("past", "PT-1H", "PT0S"));
  }

  @ParameterizedTest
  @MethodSource("lives")
  void isTheLifeLessAMargin(Duration life, Duration expected) {
    assertThat(lifetime(Optional.of(NOW.plus(life)), DEFAULT, 0)).isEqualTo(expected);
  }

  @Test
  void isNothingIfTheExpiryIsUnknown() {
    assertThat(lifetime(Optional.empty(), Duration.ofHours(1), 0)).isZero();
  }

  /** It does not end, so there is no margin; what ends earlier counts. */
  @Test
  void aStoredCredentialIsReadAgain() {
    Credential stored = CREDENTIAL.readAgainAfter(Duration.ofMinutes(10));

    assertThat(Lifetime.of(stored, NOW, DEFAULT, 0)).hasMinutes(10);
    assertThat(Lifetime.of(stored, NOW, DEFAULT, 1)).hasMinutes(9);
    assertThat(Lifetime.of(stored, NOW, Duration.ofMinutes(5), 0)).hasMinutes(5);
    assertThat(Lifetime.of(stored.expiringAt(NOW.plusSeconds(300)), NOW, DEFAULT, 0)).hasMinutes(4);
    assertThat(Lifetime.of(stored.expiringAt(NOW.plusSeconds(7200)), NOW, DEFAULT, 0))
        .hasMinutes(10);
    assertThat(Lifetime.of(CREDENTIAL.readAgainAfter(Duration.ZERO), NOW, DEFAULT, 0)).isZero();
  }

  @Test
  void jitterTakesAwayUpToATenth() {
    Optional<Instant> expiry = Optional.of(NOW.plus(Duration.ofHours(1)));

    assertThat(lifetime(expiry, DEFAULT, 0.5)).hasSeconds(3_135);
    assertThat(lifetime(expiry, DEFAULT, 1)).hasSeconds(2_970);
  }

  @Test
  void theOperatorsLimitHoldsAndIsJitteredToo() {
    Optional<Instant> expiry = Optional.of(NOW.plus(Duration.ofHours(12)));
    Duration limit = Duration.ofMinutes(10);

    assertThat(lifetime(expiry, limit, 0)).hasMinutes(10);
    assertThat(lifetime(expiry, limit, 1)).hasMinutes(9);
    assertThat(lifetime(expiry, Duration.ZERO, 0)).isZero();
    assertThat(lifetime(expiry, Duration.ofDays(1), 0)).hasMinutes(715);
  }

  static Stream<Instant> farExpiries() {
    return Stream.of(
        NOW.plus(Duration.ofDays(2)),
        Instant.parse("2398-06-02T00:00:00Z"),
        Instant.parse("9999-12-31T23:59:59Z"),
        Instant.MAX);
  }

  @ParameterizedTest
  @MethodSource("farExpiries")
  void isNeverLongerThanTheLimitNorThanADay(Instant far) {
    assertThat(lifetime(Optional.of(far), DEFAULT, 0)).hasHours(12);
    assertThat(lifetime(Optional.of(far), Duration.ofHours(24), 0)).hasHours(24);
    assertThat(lifetime(Optional.of(far), Duration.ofDays(400), 0)).hasHours(24);
  }

  @Test
  void theFarthestPastIsNoLife() {
    assertThat(lifetime(Optional.of(Instant.MIN), DEFAULT, 0)).isZero();
  }

  private static Duration lifetime(Optional<Instant> expiry, Duration longest, double jitter) {
    return Lifetime.of(CREDENTIAL.expiringAt(expiry), NOW, longest, jitter);
  }
}
