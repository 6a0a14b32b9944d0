// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.core.testing.OptionWalk;
import dev.podpass.core.testing.OptionWalk.Values;
import dev.podpass.core.testing.ProviderTrial;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExchangeCacheKeyTest {
  @AutoClose private final ProviderTrial trial = ExchangeTrials.json();

  @Test
  void whateverChangesARequestChangesTheKey() {
    trial.annotate("example.com/other", "team-b-pull");

    assertThat(
            new OptionWalk(trial, ExchangeTrials.IMAGE)
                .without(Set.of("exchange-profile"))
                .changing(
                    Map.ofEntries(
                        entry("registry", new Values("registry.example.com", "other.example")),
                        entry("token-audience", new Values("registry.example.com", "other")),
                        entry("exchange-url", url("json", "other")),
                        entry("exchange-username", new Values("a", "b")),
                        entry("exchange-fields", new Values("", "scope=pull")),
                        entry(
                            "exchange-annotation",
                            new Values("podpass.dev/exchange-identity", "example.com/other")),
                        entry("exchange-identity", new Values("team-c", "team-d")))))
        .containsExactlyInAnyOrder(
            "registry", "exchange-url", "exchange-fields", "exchange-annotation");
  }

  private static Values url(String one, String other) {
    String host = "https://" + ExchangeTrials.HOST + "/";
    return new Values(host + one, host + other);
  }

  /** The walk does not compare headers, which have the owner's user name with Basic. */
  @Test
  void theOwnersUserNameIsInTheKey() {
    try (ProviderTrial basic = ExchangeTrials.basic()) {
      String before = basic.cacheKey(ExchangeTrials.IMAGE).toString();
      basic.annotate("podpass.dev/exchange-identity", "team-b-pull");
      assertThat(basic.cacheKey(ExchangeTrials.IMAGE).toString()).isNotEqualTo(before);
    }
  }

  /** Two entries that read one answer differently must not share a credential. */
  @ParameterizedTest
  @CsvSource({
    "exchange-username, user2",
    "username-pointer, /data/user2",
    "password-pointer, /data/password2",
    "expiry-form, jwt",
    "expiry-pointer, /data/expires2",
    "lifetime, 5m"
  })
  void whateverChangesTheReadingOfAnAnswerChangesTheKey(String option, String value) {
    String before = trial.cacheKey(ExchangeTrials.IMAGE).toString();
    ExchangeOptions.PROFILE_FIELDS.values().stream()
        .filter(one -> one.name().equals(option))
        .forEach(one -> trial.set(one, value));

    assertThat(trial.cacheKey(ExchangeTrials.IMAGE).toString()).isNotEqualTo(before);
  }
}
