// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.cli.CommandRun;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.oidc.FakeIssuer;
import dev.podpass.testkit.secrets.PlantedSecrets;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenCommandTest {
  private static final Instant ISSUED = Instant.parse("2026-11-25T10:00:00Z");

  private static final Clock CLOCK =
      Clock.fixed(ISSUED.plus(Duration.ofMinutes(17)), ZoneOffset.UTC);

  private final FakeIssuer issuer =
      FakeIssuer.withSharedKeys(
          URI.create("https://oidc.example/cluster"),
          Clock.fixed(ISSUED, ZoneOffset.UTC),
          new PlantedSecrets());

  @Test
  void tellsWhatATokenSaysAndThatNobodyHasVerifiedIt() {
    String token = issuer.token().claim("jti", "1234").mint();

    CommandRun run = CommandRun.at(CLOCK, Map.of(), token + "\n", "token");

    assertThat(run.status()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .isEqualTo(
            """
            token
              issuer           https://oidc.example/cluster
              service account  team-a/app (uid 892b5fb4-374c-3957-9a80-470d3afb6cde)
              pod              app-7d4b9c-x2x9p (uid 60a81c69-ca4d-3a85-afd6-7fd9e580fe99)
              node             node-1 (uid eea8c169-1db6-342c-916f-153cffd831f9)
              audience         sts.amazonaws.com
              issued           17 min ago (2026-11-25T10:00:00Z)
              valid from       17 min ago (2026-11-25T10:00:00Z)
              expires          in 43 min (2026-11-25T11:00:00Z)
              id               1234

            checks
              unverified  audience   no expected audience given
              passed      time       it is valid now
              unverified  issuer     no expected issuer given
              unverified  signature  no keys configured
            """);
  }

  @Test
  void checksAllThatItIsToldWithoutANetwork(@TempDir Path folder) throws IOException {
    Path jwks = issuer.writeJwks(folder.resolve("jwks.json"));
    Path token = Files.writeString(folder.resolve("token"), issuer.token().mint());

    CommandRun run =
        CommandRun.at(
            CLOCK,
            Map.of(),
            "",
            "token",
            "--audience=other,sts.amazonaws.com",
            "--issuer=" + issuer.url(),
            "--token-jwks=" + jwks,
            token.toString());

    assertThat(run.status()).isZero();
    assertThat(run.out())
        .endsWith(
            """
              passed  audience   its only audience is sts.amazonaws.com
              passed  time       it is valid now
              passed  issuer     it is https://oidc.example/cluster
              passed  signature  it is by a key in %s
            """
                .formatted(jwks))
        .doesNotContain(Files.readString(token));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --audience=other               | failed +audience +the token of service account team-a/app has the audience
          --issuer=https://oidc.example/ | failed +issuer +the token .* was issued by https://oidc.example/cluster
          """)
  void aFailedCheckIsAStatus(String argument, String because, @TempDir Path folder) {
    Path jwks = issuer.writeJwks(folder.resolve("jwks.json"));

    CommandRun run =
        CommandRun.at(
            CLOCK, Map.of(), issuer.token().mint(), "token", argument, "--token-jwks=" + jwks);

    assertThat(run.status()).isEqualTo(77);
    assertThat(run.out()).containsPattern(because);
  }

  @Test
  void refusesWhatIsNoToken() {
    CommandRun run = CommandRun.of(Map.of(), "hunter2", "token");

    assertThat(run.status()).isEqualTo(65);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("cannot be used").doesNotContain("hunter2");
  }

  @Test
  void fetchesTheKeysOfTheIssuerThatTheOperatorNames() {
    try (FakeClouds clouds = FakeClouds.start()) {
      String token = clouds.issuer().token().mint();

      CommandRun run =
          CommandRun.of(clouds.environment(), token, "token", "--issuer=" + clouds.issuer().url());

      assertThat(run.err()).isEmpty();
      assertThat(run.out())
          .contains("passed      signature  it is by a key in " + clouds.issuer().url() + "/keys");
      assertThat(run.status()).isZero();
    }
  }

  @Test
  void neverAsksTheIssuerThatTheTokenNames() {
    try (FakeClouds clouds = FakeClouds.start()) {
      CommandRun run = CommandRun.of(clouds.environment(), clouds.issuer().token().mint(), "token");

      assertThat(run.status()).isZero();
      assertThat(clouds.received().requests()).isEmpty();
    }
  }
}
