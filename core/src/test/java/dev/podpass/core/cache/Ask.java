// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

import dev.podpass.spi.CredentialAnswer;
import dev.podpass.spi.ExchangePlan.PodTokenPlan;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.Identity;
import dev.podpass.spi.Identity.Part;
import dev.podpass.spi.PlanDescription;
import dev.podpass.spi.PlanDescription.Parameter;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.http.Connections;
import dev.podpass.spi.image.RegistryHost;
import dev.podpass.spi.secret.Secret;
import dev.podpass.spi.testing.TestTokens;
import dev.podpass.spi.token.ServiceAccountToken;
import dev.podpass.spi.token.TokenPolicy;
import dev.podpass.spi.token.ValidatedToken;
import java.net.URI;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;

/** Who asks for what; each method gives another one that differs in that alone. */
record Ask(String provider, PlanDescription description, String claims, boolean apart)
    implements PodTokenPlan {

  static Ask usual() {
    return new Ask(
        "fake",
        PlanDescription.of(
            identity("registry.example", "pull", new Part("role", new Sourced<>("r1", "test"))),
            Set.of("sts.amazonaws.com"),
            List.of(new ExchangeStep("Exchange", URI.create("https://sts.example")))),
        TestTokens.CLAIMS,
        false);
  }

  private static Identity identity(String registry, String scope, Part part) {
    return new Identity(RegistryHost.parse(registry), scope, List.of(part));
  }

  Ask of(String other) {
    return new Ask(other, description, claims, apart);
  }

  Ask of(PlanDescription other) {
    return new Ask(provider, other, claims, apart);
  }

  private Ask of(Identity other) {
    return of(PlanDescription.of(other, audiences(), steps()));
  }

  Ask at(String other) {
    return of(new Identity(RegistryHost.parse(other), identity().scope(), identity().parts()));
  }

  Ask scope(String other) {
    return of(new Identity(identity().registry(), other, identity().parts()));
  }

  Ask as(String name, String value) {
    return as(name, new Sourced<>(value, "test"));
  }

  Ask as(String name, Sourced<String> value) {
    return of(
        new Identity(identity().registry(), identity().scope(), List.of(new Part(name, value))));
  }

  Ask through(String other) {
    ExchangeStep step = new ExchangeStep("Exchange", URI.create(other));
    return of(PlanDescription.of(identity(), audiences(), List.of(step)));
  }

  Ask meaning(String audience) {
    return of(PlanDescription.of(identity(), Set.of(audience), steps()))
        .claiming("sts.amazonaws.com", audience);
  }

  Ask asking(String name, String value) {
    return of(description.with(List.of(new Parameter(name, value))));
  }

  Ask claiming(String instead, String other) {
    if (!claims.contains(instead)) {
      throw new IllegalArgumentException("no " + instead);
    }
    return new Ask(provider, description, claims.replace(instead, other), apart);
  }

  Ask perPod() {
    return new Ask(provider, description, claims, true);
  }

  CacheKey key() {
    return key(token());
  }

  CacheKey key(ValidatedToken token) {
    return CacheKey.of(provider, this, token, apart);
  }

  ValidatedToken token() {
    return TokenPolicy.at(Clock.fixed(TestTokens.ISSUED, ZoneOffset.UTC))
        .anyIssuer()
        .unverifiedSignature()
        .validate(
            ServiceAccountToken.parse(Secret.of(TestTokens.signed(TestTokens.RSA, claims))),
            audiences());
  }

  @Override
  public CredentialAnswer exchange(ValidatedToken token, Connections connections) {
    throw new AssertionError("not exchanged here");
  }
}
