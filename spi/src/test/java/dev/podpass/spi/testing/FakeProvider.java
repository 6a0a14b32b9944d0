// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.testing;

import dev.podpass.spi.CredentialAnswer;
import dev.podpass.spi.CredentialAnswer.RegistryCredential;
import dev.podpass.spi.CredentialRequest;
import dev.podpass.spi.ExchangePlan;
import dev.podpass.spi.ExchangePlan.AnonymousPlan;
import dev.podpass.spi.ExchangePlan.PodTokenPlan;
import dev.podpass.spi.ExchangePlan.TokenlessPlan;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.Identity;
import dev.podpass.spi.IdentityChoice;
import dev.podpass.spi.KubeletProfile;
import dev.podpass.spi.PlanDescription;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.RegistryCredentialProvider.ReplacedPlugin;
import dev.podpass.spi.ServedRegistry;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.http.Connections;
import dev.podpass.spi.image.RegistryHost;
import dev.podpass.spi.secret.Secret;
import dev.podpass.spi.token.ValidatedToken;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** A provider for one host, which names its identity in the annotation {@code example/role}. */
public class FakeProvider implements RegistryCredentialProvider {
  public static final Instant EXPIRY = Instant.parse("2026-11-25T12:00:00Z");

  private final String id;
  private final String host;
  private Instant expiry = EXPIRY;
  private Function<ValidatedToken, Optional<CredentialException>> failure = _ -> Optional.empty();
  private Optional<CredentialException> failsAlways = Optional.empty();
  private boolean publicImages;
  private Optional<Sourced<String>> everyone = Optional.empty();
  private final List<Optional<ValidatedToken>> exchanged = new ArrayList<>();

  public FakeProvider(String id, String host) {
    this.id = id;
    this.host = host;
  }

  /** Has its credentials end then. */
  public void expiring(Instant end) {
    expiry = end;
  }

  /** Has the exchange of a token fail. */
  public void failing(Function<ValidatedToken, CredentialException> with) {
    failure = token -> Optional.of(with.apply(token));
  }

  /** Has every exchange fail, as the node as well, or none. */
  public void failing(Optional<CredentialException> with) {
    failsAlways = with;
  }

  /** Gives pods without the annotation a role of the operator's. */
  public void namingEveryPod(String role) {
    everyone = Optional.of(new Sourced<>(role, "--role"));
  }

  /** Has its registry give images without a credential as well. */
  public void havingPublicImages() {
    publicImages = true;
  }

  @Override
  public boolean mayBePublic(RegistryHost registry) {
    return publicImages;
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
  public Optional<ReplacedPlugin> replacedPlugin() {
    return Optional.of(
        new ReplacedPlugin(
            id + "-credential-provider", Map.of(), _ -> Map.of(), Set.of(), List.of()));
  }

  @Override
  public List<ProviderOption<?>> options() {
    return List.of();
  }

  @Override
  public KubeletProfile kubelet(ProviderSettings settings) {
    return KubeletProfile.of(List.of(host), "aud")
        .withAnnotationKeys(List.of("example/role"))
        .perPod();
  }

  @Override
  public Optional<ServedRegistry> serve(RegistryHost registry, ProviderSettings settings) {
    return registry.name().equals(host)
        ? Optional.of(request -> plan(request, settings))
        : Optional.empty();
  }

  private ExchangePlan plan(CredentialRequest request, ProviderSettings settings) {
    Optional<Sourced<String>> role = request.annotation("example/role").or(() -> everyone);
    return switch (IdentityChoice.of(request, role, settings, "annotate it with example/role")) {
      case IdentityChoice.Named(Sourced<String> named, var _) ->
          new PodsPlan(describe(request, named, Set.of("aud")));
      case IdentityChoice.Node() ->
          new NodesPlan(describe(request, new Sourced<>("node", "policy"), Set.of()));
      case IdentityChoice.Anonymous() -> new AnonymousPlan(request.image().registry());
    };
  }

  private static PlanDescription describe(
      CredentialRequest request, Sourced<String> role, Set<String> audiences) {
    return PlanDescription.of(
        new Identity(
            request.image().registry(), "registry", List.of(new Identity.Part("role", role))),
        audiences,
        List.of(new ExchangeStep("Exchange", URI.create("https://127.0.0.1:1/"))));
  }

  private CredentialAnswer exchange(Optional<ValidatedToken> token) {
    exchanged.add(token);
    token
        .flatMap(failure)
        .or(() -> failsAlways)
        .ifPresent(e -> {
          throw e;
        });
    return RegistryCredential.of("user", Secret.of("password")).expiringAt(expiry);
  }

  private final class PodsPlan implements PodTokenPlan {
    private final PlanDescription description;

    private PodsPlan(PlanDescription description) {
      this.description = description;
    }

    @Override
    public PlanDescription description() {
      return description;
    }

    @Override
    public CredentialAnswer exchange(ValidatedToken token, Connections connections) {
      return FakeProvider.this.exchange(Optional.of(token));
    }
  }

  private final class NodesPlan implements TokenlessPlan {
    private final PlanDescription description;

    private NodesPlan(PlanDescription description) {
      this.description = description;
    }

    @Override
    public PlanDescription description() {
      return description;
    }

    @Override
    public CredentialAnswer exchange(Connections connections) {
      return FakeProvider.this.exchange(Optional.empty());
    }
  }
}
