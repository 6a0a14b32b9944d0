// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.core.testing.ProviderTrial;
import dev.podpass.spi.failure.Kind;
import dev.podpass.testkit.exchange.ExchangeFaults;
import dev.podpass.testkit.net.ReceivedRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The request of each form and its results, over TLS. */
class TokenExchangeTest {
  private static final String IMAGE = ExchangeTrials.IMAGE;
  private static final String HOST = ExchangeTrials.HOST;

  static Stream<Arguments> forms() {
    return Stream.of(
        form("RFC 8693", ExchangeTrials::rfc8693, "puller"),
        form("JSON", ExchangeTrials::json, "team-a-pull"),
        form("Basic", ExchangeTrials::basic, "team-a-pull"),
        form("Bearer", ExchangeTrials::bearer, "token"));
  }

  private static Arguments form(String name, Supplier<ProviderTrial> trial, String username) {
    return argumentSet(name, trial, username);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void eachFormGivesTheLoginOfTheAnswerUntilItsExpiry(
      Supplier<ProviderTrial> form, String username) {
    try (ProviderTrial trial = form.get()) {
      ExchangeTrials.assertLogin(trial, IMAGE, username);
    }
  }

  @Test
  void theTokenStandsInTheFieldOfTheForm() {
    try (ProviderTrial trial = ExchangeTrials.rfc8693()) {
      String token = ExchangeTrials.pod(trial.clouds()).mint();
      trial.token(token);
      trial.set(ExchangeOptions.FIELDS, "scope=pull,audience=a%2Cb+c");

      trial.assertFails(IMAGE, Kind.CONFIGURATION, "the fields are");

      assertThat(sent(trial).body().text().split("&"))
          .containsExactly(
              "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange",
              "subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Ajwt",
              "scope=pull",
              "audience=a%2Cb%2Bc",
              "subject_token=" + token);
    }
  }

  @Test
  void aFixedFieldReplacesADefaultOfTheStandard() {
    try (ProviderTrial trial = ExchangeTrials.rfc8693()) {
      trial.set(
          ExchangeOptions.FIELDS,
          "scope=pull,subject_token_type=urn:ietf:params:oauth:token-type:id_token");

      trial.assertFails(IMAGE, Kind.CONFIGURATION, "unsupported_grant_type (HTTP 400)");

      assertThat(sent(trial).body().text())
          .contains("subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aid_token")
          .doesNotContain("token-type%3Ajwt");
    }
  }

  @Test
  void theTokenIsThePasswordOfTheOwnersUser() {
    try (ProviderTrial trial = ExchangeTrials.basic()) {
      String token = ExchangeTrials.pod(trial.clouds()).mint();
      trial.token(token);
      trial.exchange(IMAGE);

      assertThat(sent(trial).target()).isEqualTo("/basic");
      assertThat(sent(trial).header("Authorization"))
          .contains(
              "Basic "
                  + Base64.getEncoder()
                      .encodeToString(("team-a-pull:" + token).getBytes(StandardCharsets.UTF_8)));
    }
  }

  @Test
  void fieldsOfARequestWithoutABodyStandInItsQuery() {
    try (ProviderTrial trial = ExchangeTrials.bearer()) {
      trial.set(ExchangeOptions.FIELDS, "account=team a&b");
      trial.assertFails(IMAGE, Kind.DENIED, "no such identity: team a&b");

      assertThat(sent(trial).target())
          .isEqualTo("/bearer?account=" + URLEncoder.encode("team a&b", StandardCharsets.UTF_8));
    }
  }

  @Test
  void aUserNameOfTheAnswerComesBeforeTheOperators() {
    try (ProviderTrial trial = ExchangeTrials.rfc8693()) {
      trial.set(ExchangeOptions.USERNAME_POINTER, "/username");
      trial.clouds().misbehave(HOST, ExchangeFaults.field("username", "robot+1"));

      assertThat(trial.exchange(IMAGE).username()).isEqualTo("robot+1");
    }
  }

  private static ReceivedRequest sent(ProviderTrial trial) {
    return trial.clouds().received().requestsTo(HOST).getLast();
  }
}
