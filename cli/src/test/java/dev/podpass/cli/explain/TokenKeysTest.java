// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.cli.CommandRun;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.oidc.FakeIssuer;
import dev.podpass.testkit.secrets.PlantedSecrets;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the keys come from that verify a token's signature. */
class TokenKeysTest extends TokenCommandFixture {
  @Test
  void aForgedSignatureFails(@TempDir Path folder) {
    Path jwks = issuer.writeJwks(folder.resolve("jwks.json"));
    FakeIssuer forger =
        FakeIssuer.withOwnKeys(
            URI.create(issuer.url()), Clock.fixed(ISSUED, ZoneOffset.UTC), new PlantedSecrets());

    CommandRun run =
        CommandRun.at(
            CLOCK, Map.of(), forger.token().mint(), "token", "--token-jwks=" + jwks, "--json");

    assertThat(run.status()).isEqualTo(77);
    assertThat(run.out()).contains("\"verdict\": \"failed\",\n      \"check\": \"signature\"");
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

  @Test
  void refusesKeysThatAreNotServedOverHttps() {
    try (FakeClouds clouds = FakeClouds.start()) {
      clouds.serve(
          "plain.example",
          request ->
              Answer.json(
                  200,
                  "{\"issuer\":\"https://plain.example\",\"jwks_uri\":\"http://plain.example\"}"));

      CommandRun run =
          CommandRun.of(
              clouds.environment(),
              clouds.issuer().token().mint(),
              "token",
              "--issuer=https://plain.example");

      assertThat(run.status()).isEqualTo(78);
      assertThat(run.out()).isEmpty();
      assertThat(run.err())
          .contains(
              "jwks_uri of https://plain.example/.well-known/openid-configuration is not an https");
    }
  }
}
