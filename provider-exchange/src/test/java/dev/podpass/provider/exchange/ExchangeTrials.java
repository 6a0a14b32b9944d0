// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.core.testing.ProviderTrial;
import dev.podpass.spi.Credential;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.exchange.FakeExchanges;
import dev.podpass.testkit.exchange.IssuedLogin;
import dev.podpass.testkit.oidc.PodToken;
import java.time.Duration;

/** The provider for any exchange in the example's world, once for each form. */
final class ExchangeTrials {
  static final String IMAGE = ExampleWorld.OWN_IMAGE;
  static final String HOST = FakeExchanges.TOKEN_EXCHANGE;

  private ExchangeTrials() {}

  static ProviderTrial rfc8693() {
    ProviderTrial trial = of("rfc8693");
    trial.set(ExchangeOptions.FIELDS, "scope=pull");
    trial.set(ExchangeOptions.USERNAME, "puller");
    return trial;
  }

  static ProviderTrial json() {
    ProviderTrial trial = of("json");
    trial.set(ExchangeOptions.TOKEN_FIELD, "jwt");
    trial.set(ExchangeOptions.OWNER_FIELD, "role");
    trial.set(ExchangeOptions.OWNER_PATTERN, "team-*");
    trial.set(ExchangeOptions.USERNAME_POINTER, "/data/user");
    trial.set(ExchangeOptions.PASSWORD_POINTER, "/data/password");
    trial.set(ExchangeOptions.EXPIRY_FORM, "date");
    trial.set(ExchangeOptions.EXPIRY_POINTER, "/data/expires");
    trial.annotate("podpass.dev/exchange-identity", "team-a-pull");
    return trial;
  }

  static ProviderTrial basic() {
    ProviderTrial trial = of("basic");
    trial.set(ExchangeOptions.OWNER_FIELD, "username");
    trial.set(ExchangeOptions.OWNER_PATTERN, "team-*");
    trial.set(ExchangeOptions.EXPIRY_FORM, "jwt");
    trial.annotate("podpass.dev/exchange-identity", "team-a-pull");
    return trial;
  }

  static ProviderTrial bearer() {
    ProviderTrial trial = of("bearer");
    trial.set(ExchangeOptions.FIELDS, "account=team-a-pull");
    trial.set(ExchangeOptions.USERNAME, "token");
    trial.set(ExchangeOptions.EXPIRY_FORM, "unix");
    trial.set(ExchangeOptions.EXPIRY_POINTER, "/exp");
    return trial;
  }

  private static ProviderTrial of(String form) {
    ProviderTrial trial = new ProviderTrial(new ExchangeCredentialProvider());
    trial.set(Preset.EXCHANGE.entry().registry(), ExampleWorld.OWN_REGISTRY);
    trial.set(ExchangeOptions.URL, "https://" + HOST + "/" + form);
    trial.set(ExchangeOptions.FORM, form);
    trial.token(pod(trial.clouds()).mint());
    return trial;
  }

  /** The token that the service trusts, before it is minted. */
  static PodToken pod(FakeClouds clouds) {
    return clouds.issuer().token().audience(ExampleWorld.OWN_REGISTRY);
  }

  /** The one answer is the credential until its expiry. */
  static Credential assertLogin(ProviderTrial trial, String image, String username) {
    trial.clouds().exchanges().loginLife(Duration.ofMinutes(10));
    Credential credential = trial.exchange(image);

    IssuedLogin issued = trial.clouds().exchanges().logins().getLast();
    assertThat(credential.username()).isEqualTo(username);
    assertThat(credential.password().reveal()).isEqualTo(issued.password());
    assertThat(Duration.between(issued.expiry(), credential.expiry().orElseThrow()).abs())
        .isLessThan(Duration.ofSeconds(5));
    assertThat(trial.clouds().received().requests()).hasSize(1);
    return credential;
  }
}
