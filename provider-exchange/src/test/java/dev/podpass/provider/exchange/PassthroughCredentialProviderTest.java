// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.core.testing.ProviderTrial;
import dev.podpass.spi.Credential;
import dev.podpass.spi.Entry;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.testkit.ExampleWorld;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PassthroughCredentialProviderTest {
  private static final String IMAGE = ExampleWorld.OWN_IMAGE;

  private final PassthroughCredentialProvider provider = new PassthroughCredentialProvider();
  @AutoClose private final ProviderTrial trial = new ProviderTrial(provider);

  PassthroughCredentialProviderTest() {
    trial.set(PassthroughCredentialProvider.ENTRY.registry(), ExampleWorld.OWN_REGISTRY);
  }

  @Test
  void theTokenIsThePasswordForAsLongAsItLives() {
    Instant issued = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    String token =
        ExchangeTrials.pod(trial.clouds()).issuedAt(issued).lifetime(Duration.ofMinutes(10)).mint();
    trial.token(token);

    Credential credential = trial.exchange(IMAGE);

    assertThat(credential.username()).isEqualTo("jwt");
    assertThat(credential.password().reveal()).isEqualTo(token);
    assertThat(credential.expiry()).contains(issued.plus(Duration.ofMinutes(10)));
    assertThat(trial.clouds().received().requests()).isEmpty();
    assertThat(trial.plan(IMAGE).exchange().steps()).isEmpty();
  }

  @Test
  void theUserNameIsTheOperators() {
    trial.token(ExchangeTrials.pod(trial.clouds()).mint());
    trial.set(PassthroughCredentialProvider.USERNAME, "zot");

    assertThat(trial.exchange(IMAGE).username()).isEqualTo("zot");
    assertThat(trial.plan(IMAGE).exchange())
        .hasToString("subject system:serviceaccount:team-a:app (the token), user zot (--test)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a:b", "a b", "a\n"})
  void aUserNameThatHttpCannotCarryIsRefused(String name) {
    assertThatThrownBy(() -> trial.set(PassthroughCredentialProvider.USERNAME, name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("must be a user name, without spaces and colons");
  }

  @Test
  void kubeletKeepsTheAnswersOfPodsApart() {
    Entry profile =
        provider.entry(
            ProviderSettings.NONE.set(
                PassthroughCredentialProvider.ENTRY.registry(),
                new Sourced<>("zot.example:5000", "--test")));

    assertThat(profile.isPerPod()).isTrue();
    assertThat(profile.matchImages()).containsExactly("zot.example:5000");
    assertThat(profile.audience()).isEqualTo("zot.example");
    assertThat(profile.annotations()).isEmpty();
  }
}
