// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.explain;

import dev.podpass.testkit.oidc.FakeIssuer;
import dev.podpass.testkit.secrets.PlantedSecrets;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/** An issuer, and tokens at a fixed time. */
abstract class TokenCommandFixture {
  static final Instant ISSUED = Instant.parse("2026-11-25T10:00:00Z");

  static final Clock CLOCK = Clock.fixed(ISSUED.plus(Duration.ofMinutes(17)), ZoneOffset.UTC);

  final FakeIssuer issuer =
      FakeIssuer.withSharedKeys(
          URI.create("https://oidc.example/cluster"),
          Clock.fixed(ISSUED, ZoneOffset.UTC),
          new PlantedSecrets());
}
