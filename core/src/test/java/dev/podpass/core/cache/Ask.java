// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

import dev.podpass.core.testing.SignedTokens;
import dev.podpass.core.token.ServiceAccountToken;
import dev.podpass.core.token.TokenPolicy;
import dev.podpass.core.token.ValidatedToken;
import dev.podpass.spi.Exchange;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.image.RegistryHost;
import dev.podpass.spi.secret.Secret;
import dev.podpass.spi.testing.TestTokens;
import java.net.URI;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Set;

/** Who asks for what; each method gives another one that differs in that alone. */
record Ask(
    String provider, RegistryHost registry, Exchange exchange, String claims, boolean apart) {
  private static final String AUDIENCE = "sts.amazonaws.com";
  private static final ExchangeStep STEP =
      new ExchangeStep("Exchange", URI.create("https://sts.example"));

  static Ask usual() {
    return new Ask(
        "fake",
        RegistryHost.parse("registry.example"),
        exchange("role", new Sourced<>("r1", "test"), STEP),
        TestTokens.CLAIMS,
        false);
  }

  private static Exchange exchange(String part, Sourced<String> value, ExchangeStep step) {
    return Exchange.as(part, value).access("pull").audiences(Set.of(AUDIENCE)).call(step);
  }

  Ask of(String other) {
    return new Ask(other, registry, exchange, claims, apart);
  }

  Ask of(Exchange other) {
    return new Ask(provider, registry, other, claims, apart);
  }

  Ask at(String other) {
    return new Ask(provider, RegistryHost.parse(other), exchange, claims, apart);
  }

  Ask scope(String other) {
    return of(exchange.access(other));
  }

  Ask as(String name, String value) {
    return as(name, new Sourced<>(value, "test"));
  }

  Ask as(String name, Sourced<String> value) {
    return of(exchange(name, value, STEP));
  }

  Ask through(String other) {
    return of(
        exchange(
            "role", new Sourced<>("r1", "test"), new ExchangeStep("Exchange", URI.create(other))));
  }

  Ask meaning(String audience) {
    return of(exchange.audiences(Set.of(audience))).claiming(AUDIENCE, audience);
  }

  Ask asking(String name, String value) {
    return of(exchange.parameter(name, value));
  }

  Ask claiming(String instead, String other) {
    if (!claims.contains(instead)) {
      throw new IllegalArgumentException("no " + instead);
    }
    return new Ask(provider, registry, exchange, claims.replace(instead, other), apart);
  }

  Ask perPod() {
    return new Ask(provider, registry, exchange, claims, true);
  }

  CacheKey key() {
    return key(token());
  }

  CacheKey key(ValidatedToken token) {
    return CacheKey.of(provider, registry, exchange, token, apart);
  }

  ValidatedToken token() {
    return TokenPolicy.at(Clock.fixed(TestTokens.ISSUED, ZoneOffset.UTC))
        .anyIssuer()
        .unverifiedSignature()
        .validate(
            ServiceAccountToken.parse(Secret.of(SignedTokens.signed(SignedTokens.RSA, claims))),
            exchange.audiences());
  }
}
