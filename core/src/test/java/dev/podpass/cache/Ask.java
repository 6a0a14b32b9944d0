// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cache;

import dev.podpass.http.Connections;
import dev.podpass.image.RegistryHost;
import dev.podpass.secret.Secret;
import dev.podpass.spi.CredentialAnswer;
import dev.podpass.spi.ExchangePlan;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.Identity;
import dev.podpass.spi.Sourced;
import dev.podpass.token.AcceptedToken;
import dev.podpass.token.ServiceAccountToken;
import dev.podpass.token.TestTokens;
import dev.podpass.token.TokenPolicy;
import java.net.URI;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who asks for what; each method gives another one that differs in that alone. */
record Ask(
    String provider,
    String registry,
    String scope,
    Identity.Part part,
    URI endpoint,
    String claims,
    boolean apart)
    implements ExchangePlan {

  static Ask usual() {
    return new Ask(
        "fake",
        "registry.example",
        "pull",
        new Identity.Part("role", new Sourced<>("r1", "test")),
        URI.create("https://sts.example"),
        TestTokens.CLAIMS,
        false);
  }

  Ask of(String other) {
    return new Ask(other, registry, scope, part, endpoint, claims, apart);
  }

  Ask at(String other) {
    return new Ask(provider, other, scope, part, endpoint, claims, apart);
  }

  Ask scope(String other) {
    return new Ask(provider, registry, other, part, endpoint, claims, apart);
  }

  Ask as(String name, String value) {
    Identity.Part other = new Identity.Part(name, new Sourced<>(value, "test"));
    return new Ask(provider, registry, scope, other, endpoint, claims, apart);
  }

  Ask through(String other) {
    return new Ask(provider, registry, scope, part, URI.create(other), claims, apart);
  }

  Ask claiming(String instead, String other) {
    if (!claims.contains(instead)) {
      throw new IllegalArgumentException("no " + instead);
    }
    String changed = claims.replace(instead, other);
    return new Ask(provider, registry, scope, part, endpoint, changed, apart);
  }

  Ask perPod() {
    return new Ask(provider, registry, scope, part, endpoint, claims, true);
  }

  CacheKey key() {
    return CacheKey.of(provider, this, token(), apart);
  }

  private AcceptedToken token() {
    return TokenPolicy.at(Clock.fixed(TestTokens.ISSUED, ZoneOffset.UTC))
        .accept(
            ServiceAccountToken.parse(Secret.of(TestTokens.signed(TestTokens.RSA, claims))),
            audiences());
  }

  @Override
  public Identity identity() {
    return new Identity(RegistryHost.parse(registry), scope, List.of(part));
  }

  @Override
  public Set<String> audiences() {
    return Set.of("sts.amazonaws.com");
  }

  @Override
  public List<ExchangeStep> steps() {
    return List.of(new ExchangeStep("Exchange", endpoint));
  }

  @Override
  public CredentialAnswer exchange(Optional<AcceptedToken> token, Connections connections) {
    throw new AssertionError("nobody exchanges here");
  }
}
