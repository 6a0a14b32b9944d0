// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.testing;

import dev.podpass.image.RegistryHost;
import dev.podpass.secret.Secret;
import dev.podpass.spi.AnonymousPlan;
import dev.podpass.spi.CredentialAnswer;
import dev.podpass.spi.CredentialAnswer.CacheScope;
import dev.podpass.spi.CredentialAnswer.RegistryCredential;
import dev.podpass.spi.CredentialRequest;
import dev.podpass.spi.ExchangePlan;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.Identity;
import dev.podpass.spi.IdentityChoice;
import dev.podpass.spi.KubeletProfile;
import dev.podpass.spi.PlanDescription;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.http.Connections;
import dev.podpass.token.ValidatedToken;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A provider for one host, which names its identity in the annotation {@code example/role}. */
public class FakeProvider implements RegistryCredentialProvider {
  public static final Instant EXPIRY = Instant.parse("2026-11-25T12:00:00Z");

  private final String id;
  private final String host;
  private Instant expiry = EXPIRY;
  private final List<Optional<ValidatedToken>> exchanged = new ArrayList<>();

  public FakeProvider(String id, String host) {
    this.id = id;
    this.host = host;
  }

  /** Has its credentials end then. */
  public void expiring(Instant end) {
    expiry = end;
  }

  /** The token of each exchange. */
  public List<Optional<ValidatedToken>> exchanged() {
    return exchanged;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Set<String> pluginNames() {
    return Set.of(id + "-credential-provider");
  }

  @Override
  public List<ProviderOption<?>> options() {
    return List.of();
  }

  @Override
  public KubeletProfile kubelet(ProviderSettings settings) {
    return new KubeletProfile(
        List.of(host), "aud", List.of("example/role"), KubeletProfile.CacheType.TOKEN);
  }

  @Override
  public boolean serves(RegistryHost registry, ProviderSettings settings) {
    return registry.name().equals(host);
  }

  @Override
  public ExchangePlan plan(CredentialRequest request, ProviderSettings settings) {
    Optional<Sourced<String>> role = request.annotation("example/role");
    return switch (IdentityChoice.of(request, role, settings, "annotate it")) {
      case IdentityChoice.Named(Sourced<String> named) ->
          new Plan(request.image().registry(), named, Set.of("aud"));
      case IdentityChoice.Node() ->
          new Plan(request.image().registry(), new Sourced<>("node", "policy"), Set.of());
      case IdentityChoice.Anonymous() -> new AnonymousPlan(request.image().registry());
    };
  }

  private final class Plan implements ExchangePlan {
    private final RegistryHost registry;
    private final Sourced<String> role;
    private final Set<String> audiences;

    private Plan(RegistryHost registry, Sourced<String> role, Set<String> audiences) {
      this.registry = registry;
      this.role = role;
      this.audiences = audiences;
    }

    @Override
    public PlanDescription description() {
      return PlanDescription.of(
          new Identity(registry, "registry", List.of(new Identity.Part("role", role))),
          audiences,
          List.of(new ExchangeStep("Exchange", URI.create("https://127.0.0.1:1/"))));
    }

    @Override
    public CredentialAnswer exchange(Optional<ValidatedToken> token, Connections connections) {
      exchanged.add(token);
      return new RegistryCredential(
          "user", Secret.of("password"), Optional.of(expiry), CacheScope.REGISTRY);
    }
  }
}
