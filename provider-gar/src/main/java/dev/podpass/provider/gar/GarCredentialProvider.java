// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import dev.podpass.spi.Entry;
import dev.podpass.spi.Exchange;
import dev.podpass.spi.Hosts;
import dev.podpass.spi.Pod;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.RegistryCredentialProvider.ReplacedPlugin;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.image.RegistryHost;
import dev.podpass.spi.token.UnverifiedClaims;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** The credential provider for Artifact Registry, and for {@code gcr.io}, which it serves now. */
public final class GarCredentialProvider implements RegistryCredentialProvider {
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
  public Hosts hosts(ProviderSettings settings) {
    return Hosts.matching(
        GarRegistryHost.matchImages(settings), host -> GarRegistryHost.isServed(host, settings));
  }

  @Override
  public Entry entry(ProviderSettings settings) {
    return entry(Optional.empty(), settings);
  }

  @Override
  public Entry entry(
      RegistryHost host, Optional<UnverifiedClaims> claims, ProviderSettings settings) {
    return entry(claims, settings);
  }

  /** Without an option the audience of the token names the provider. */
  private Entry entry(Optional<UnverifiedClaims> claims, ProviderSettings settings) {
    Optional<WorkloadIdentityPoolProvider> set = settings.findValue(GarOptions.AUDIENCE);
    Optional<WorkloadIdentityPoolProvider> named = claims.flatMap(WorkloadIdentityPoolProvider::of);
    String audience =
        settings
            .findValue(GarOptions.TOKEN_AUDIENCE)
            .or(() -> set.map(WorkloadIdentityPoolProvider::tokenAudience))
            .or(() -> named.flatMap(_ -> claims).map(token -> token.audiences().getFirst()))
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
    return Entry.of(hosts(settings), audience)
        .withAnnotations(Stream.concat(mayName, required).toList());
  }

  @Override
  public boolean ownsAudience(String audience, ProviderSettings settings) {
    return WorkloadIdentityPoolProvider.ownsAudience(audience);
  }

  /** The issuer of a cluster of GKE. */
  @Override
  public boolean isApiServer(String audience, ProviderSettings settings) {
    return audience.startsWith("https://container.googleapis.com/");
  }

  /** Impersonation if a service account is named, otherwise direct access. */
  @Override
  public Optional<Exchange> exchange(Pod pod, ProviderSettings settings) {
    return GarIdentity.find(pod, settings)
        .map(identity -> {
          GarFederatedPlan plan = GarFederatedPlan.of(identity, pod, settings);
          URI iam = Universe.of(settings).iamCredentials(settings);
          return identity
              .serviceAccount()
              .map(account -> plan.impersonating(account, iam))
              .orElseGet(plan::exchange);
        });
  }

  /** Workload identity federation's OIDC providers. */
  @Override
  public Set<String> tokenAlgorithms() {
    return Set.of("RS256", "ES256");
  }

  @Override
  public String howToName(Pod pod, ProviderSettings settings) {
    return GarIdentity.howToName(settings);
  }

  @Override
  public Optional<Function<ImageReference, Exchange>> asNode(ProviderSettings settings) {
    return Optional.of(_ -> GarNodePlan.of(settings.get(GarOptions.METADATA_ENDPOINT)));
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
}
