// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.core.testing.OptionWalk;
import dev.podpass.core.testing.OptionWalk.Values;
import dev.podpass.core.testing.ProviderTrial;
import java.util.Map;
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
                .changing(
                    Map.ofEntries(
                        entry("registry", new Values("registry.example.com", "other.example")),
                        entry("token-audience", new Values("registry.example.com", "other")),
                        entry("url", url("json", "other")),
                        entry("form", new Values("json", "bearer")),
                        entry("fields", new Values("", "scope=pull")),
                        entry("token-field", new Values("jwt", "token")),
                        entry("owner-field", new Values("role", "group")),
                        entry("owner-pattern", new Values("team-*", "*")),
                        entry(
                            "owner-annotation",
                            new Values("podpass.dev/exchange-identity", "example.com/other")),
                        entry("owner-default", new Values("team-c", "team-d")),
                        entry("username", new Values("a", "b")),
                        entry("username-pointer", new Values("/data/user", "/user")),
                        entry("password-pointer", new Values("/data/password", "/password")),
                        entry("expiry-form", new Values("date", "jwt")),
                        entry("expiry-pointer", new Values("/data/expires", "/expires")))))
        .containsExactlyInAnyOrder(
            "registry", "url", "form", "fields", "token-field", "owner-field", "owner-annotation");
  }

  private static Values url(String one, String other) {
    String host = "https://" + ExchangeTrials.HOST + "/";
    return new Values(host + one, host + other);
  }

  /** Two entries that read one answer differently must not share a credential. */
  @ParameterizedTest
  @CsvSource({
    "username, user2",
    "username-pointer, /data/user2",
    "password-pointer, /data/password2",
    "expiry-form, jwt",
    "expiry-pointer, /data/expires2"
  })
  void whateverChangesTheReadingOfAnAnswerChangesTheKey(String option, String value) {
    String before = trial.cacheKey(ExchangeTrials.IMAGE).toString();
    ExchangeOptions.all().stream()
        .filter(one -> one.name().equals(option))
        .forEach(one -> trial.set(one, value));

    assertThat(trial.cacheKey(ExchangeTrials.IMAGE).toString()).isNotEqualTo(before);
  }
}
