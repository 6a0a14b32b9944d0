// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import dev.podpass.spi.CredentialRequest;
import dev.podpass.spi.ExchangePlan;
import dev.podpass.spi.ExchangePlan.AnonymousPlan;
import dev.podpass.spi.IdentityChoice;
import dev.podpass.spi.IdentityChoice.Anonymous;
import dev.podpass.spi.IdentityChoice.Named;
import dev.podpass.spi.IdentityChoice.Node;
import dev.podpass.spi.KubeletProfile;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.RegistryCredentialProvider.ReplacedPlugin;
import dev.podpass.spi.ServedRegistry;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.image.RegistryHost;
import dev.podpass.spi.token.UnverifiedClaims;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The credential provider for Artifact Registry, and for {@code gcr.io}, which it serves now. */
public final class GarCredentialProvider implements RegistryCredentialProvider {
  private final Clock clock;

  /** For {@link java.util.ServiceLoader}. */
  public GarCredentialProvider() {
    this(Clock.systemUTC());
  }

  GarCredentialProvider(Clock clock) {
    this.clock = clock;
  }

  @Override
  public String id() {
    return "gar";
  }

  @Override
  public Optional<ReplacedPlugin> replacedPlugin() {
    return Optional.of(GarReplacedPlugin.INSTANCE);
  }

  @Override
  public List<ProviderOption<?>> options() {
    return GarOptions.all();
  }

  @Override
  public KubeletProfile kubelet(ProviderSettings settings) {
    return kubelet(Optional.empty(), settings);
  }

  @Override
  public KubeletProfile kubelet(CredentialRequest request, ProviderSettings settings) {
    return kubelet(request.claims(), settings);
  }

  /** Without an option the audience of the token names the provider. */
  private static KubeletProfile kubelet(
      Optional<UnverifiedClaims> claims, ProviderSettings settings) {
    Optional<WorkloadIdentityPoolProvider> set = settings.findValue(GarOptions.AUDIENCE);
    Optional<WorkloadIdentityPoolProvider> named = claims.flatMap(WorkloadIdentityPoolProvider::of);
    String audience =
        settings
            .findValue(GarOptions.TOKEN_AUDIENCE)
            .or(() -> set.map(WorkloadIdentityPoolProvider::tokenAudience))
            .or(() -> named.flatMap(_ -> claims).map(it -> it.audiences().getFirst()))
            .orElseThrow(() ->
                new CredentialException(
                    Kind.CONFIGURATION,
                    "the audience of tokens for Artifact Registry is not known",
                    "set --gar-audience to the workload identity pool provider"));
    Stream<String> mayName =
        set
            .or(() -> named)
            .map(pool -> GarOptions.serviceAccountAnnotations(settings, pool))
            .orElseGet(() -> settings.get(GarOptions.SERVICE_ACCOUNT_ANNOTATIONS))
            .stream();
    Stream<String> required =
        settings.findValue(GarOptions.REQUIRE_ANNOTATION).stream().flatMap(List::stream);
    return KubeletProfile.of(GarRegistryHost.matchImages(settings), audience)
        .withAnnotationKeys(Stream.concat(mayName, required).toList());
  }

  @Override
  public boolean ownsAudience(String audience) {
    return WorkloadIdentityPoolProvider.ownsAudience(audience);
  }

  /** The issuer of a cluster of GKE. */
  @Override
  public boolean isApiServer(String audience) {
    return audience.startsWith("https://container.googleapis.com/");
  }

  @Override
  public Optional<ServedRegistry> serve(RegistryHost host, ProviderSettings settings) {
    return GarRegistryHost.isServed(host, settings)
        ? Optional.of(request -> plan(request, settings))
        : Optional.empty();
  }

  /** {@code gcr.io} has many public images; of {@code pkg.dev} it is not known. */
  @Override
  public boolean mayBePublic(RegistryHost host) {
    return GarRegistryHost.CONTAINER_REGISTRY.contains(host.name());
  }

  @Override
  public Optional<String> correction(RegistryHost host, ProviderSettings settings) {
    return GarRegistryHost.correction(host.name());
  }

  private ExchangePlan plan(CredentialRequest request, ProviderSettings settings) {
    var named = GarIdentity.find(request, settings);
    String howToName = GarIdentity.howToName(settings);
    RegistryHost registry = request.image().registry();
    return switch (IdentityChoice.of(request, named, settings, howToName)) {
      case Named(GarIdentity identity, UnverifiedClaims claims) ->
          federated(identity, claims, registry, settings);
      case Node() -> new GarNodePlan(registry, settings.get(GarOptions.METADATA_ENDPOINT), clock);
      case Anonymous() -> new AnonymousPlan(registry);
    };
  }

  /** Impersonation if a service account is named, otherwise direct access. */
  private static ExchangePlan federated(
      GarIdentity identity,
      UnverifiedClaims claims,
      RegistryHost registry,
      ProviderSettings settings) {
    GarFederatedPlan federated = GarFederatedPlan.of(identity, claims, registry, settings);
    return identity
        .serviceAccount()
        .<ExchangePlan>map(account ->
            new GarImpersonationPlan(
                federated, account, Universe.of(settings).iamCredentials(settings)))
        .orElse(federated);
  }
}
