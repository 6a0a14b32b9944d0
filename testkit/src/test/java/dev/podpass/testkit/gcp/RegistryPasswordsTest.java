// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.Options;
import dev.podpass.testkit.SettableClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryPasswordsTest {
  private final SettableClock clock = new SettableClock(Instant.parse("2026-01-02T03:04:05Z"));

  @AutoClose private final FakeClouds clouds = FakeClouds.start(Options.defaults().clock(clock));

  private final StsWire sts = new StsWire(clouds);

  RegistryPasswordsTest() {
    ExampleWorld.addTo(clouds);
  }

  @ParameterizedTest
  @CsvSource({"oauth2accesstoken, true", "_token, true", "AWS, false", "'', false"})
  void admitsTokensOfTheRightUser(String user, boolean admitted) throws IOException {
    AccessToken token = sts.exchange(sts.form());

    assertThat(
            clouds.gcp().passwords().admit(user, token.value()).filter(token::equals).isPresent())
        .isEqualTo(admitted);
  }

  @Test
  void admitsOnlyWhatWasIssuedAndLives() throws IOException {
    AccessToken token = sts.exchange(sts.form());
    var passwords = clouds.gcp().passwords();

    assertThat(passwords.admit("oauth2accesstoken", token.value() + "x")).isEmpty();
    clock.advance(Duration.ofSeconds(3599));
    assertThat(passwords.admit("oauth2accesstoken", token.value())).contains(token);
    clock.advance(Duration.ofSeconds(1));
    assertThat(passwords.admit("oauth2accesstoken", token.value())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "cloud-platform, true",
    "cloud-platform.read-only, true",
    "devstorage.read_only, true",
    "logging.write, false",
    "iam, false"
  })
  void admitsOnlyWhatMayReadRegistries(String scope, boolean admitted) throws IOException {
    AccessToken token =
        sts.exchange(sts.form().with("scope", "https://www.googleapis.com/auth/" + scope));

    assertThat(clouds.gcp().passwords().admit("oauth2accesstoken", token.value()).isPresent())
        .isEqualTo(admitted);
  }
}
