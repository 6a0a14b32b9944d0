// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.alibaba;

import dev.podpass.provider.alibaba.AlibabaRegistryHost.Edition;
import dev.podpass.spi.CredentialRequest;
import dev.podpass.spi.ExchangePlan;
import dev.podpass.spi.ExchangePlan.AnonymousPlan;
import dev.podpass.spi.FallbackPolicy;
import dev.podpass.spi.IdentityChoice;
import dev.podpass.spi.IdentityChoice.Anonymous;
import dev.podpass.spi.IdentityChoice.Named;
import dev.podpass.spi.IdentityChoice.Node;
import dev.podpass.spi.KubeletProfile;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.ServedRegistry;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.image.RegistryHost;
import dev.podpass.spi.token.UnverifiedClaims;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

public final class AlibabaCredentialProvider implements RegistryCredentialProvider {
  @Override
  public String id() {
    return "alibaba";
  }

  /** Of RAM roles for service accounts (RRSA). */
  @Override
  public Optional<PodVariables> podVariables() {
    return Optional.of(
        new PodVariables(
            "ALIBABA_CLOUD_OIDC_TOKEN_FILE",
            Map.of(
                "ALIBABA_CLOUD_ROLE_ARN", "--alibaba-role-arn",
                "ALIBABA_CLOUD_OIDC_PROVIDER_ARN", "--alibaba-oidc-provider-arn")));
  }

  @Override
  public List<ProviderOption<?>> options() {
    return AlibabaOptions.all();
  }

  @Override
  public KubeletProfile kubelet(ProviderSettings settings) {
    settings.fallbacks().requireNoNode(id());
    return KubeletProfile.of(AlibabaRegistryHost.MATCH_IMAGES, AlibabaOptions.audience(settings))
        .matchingToo(ownDomains(settings))
        .withAnnotationKeys(
            Stream.of(AlibabaOptions.ROLE_ANNOTATIONS, AlibabaOptions.PROVIDER_ANNOTATIONS)
                .flatMap(option -> settings.get(option).stream())
                .toList());
  }

  @Override
  public Optional<ServedRegistry> serve(RegistryHost host, ProviderSettings settings) {
    return namedRegistries(settings).contains(host) || AlibabaRegistryHost.find(host).isPresent()
        ? Optional.of(request -> plan(request, registry(host, settings), settings))
        : Optional.empty();
  }

  @Override
  public List<RegistryHost> namedRegistries(ProviderSettings settings) {
    return settings
        .find(AlibabaOptions.INSTANCE)
        .map(instances -> List.copyOf(instances.value().byHost().keySet()))
        .orElse(List.of());
  }

  @Override
  public boolean ownsAudience(String audience) {
    return audience.equals(AlibabaOptions.STS_AUDIENCE);
  }

  /** Personal edition has many public repositories. */
  @Override
  public boolean mayBePublic(RegistryHost host) {
    return AlibabaRegistryHost.find(host)
        .filter(known -> known.edition() == Edition.PERSONAL)
        .isPresent();
  }

  @Override
  public Optional<String> correction(RegistryHost host, ProviderSettings settings) {
    return AlibabaRegistryHost.correction(host.name());
  }

  /** The registry at a host that is served. */
  public static AlibabaRegistry registry(RegistryHost host, ProviderSettings settings) {
    return find(host, settings)
        .orElseThrow(() ->
            new CredentialException(
                Kind.CONFIGURATION,
                "the id of the Enterprise edition instance at %s is not set".formatted(host),
                "set --alibaba-instance=%s=cri-…, the id that the console shows".formatted(host)));
  }

  private static Optional<AlibabaRegistry> find(RegistryHost host, ProviderSettings settings) {
    return settings
        .find(AlibabaOptions.INSTANCE)
        .flatMap(instances -> Optional.ofNullable(instances.value().byHost().get(host)))
        .or(() ->
            AlibabaRegistryHost.find(host)
                .filter(known -> known.edition() == Edition.PERSONAL)
                .map(known -> new AlibabaRegistry(known.region(), known.vpc(), Optional.empty())));
  }

  private ExchangePlan plan(
      CredentialRequest request, AlibabaRegistry registry, ProviderSettings settings) {
    var named = AlibabaIdentity.find(request, settings);
    String howToName = AlibabaOptions.ROLE.howToName(id(), settings);
    return switch (IdentityChoice.of(request, named, settings, howToName)) {
      case Named(AlibabaIdentity identity, UnverifiedClaims claims) ->
          AlibabaPlan.of(identity, claims, request, registry, settings);
      case Node() -> throw FallbackPolicy.noNode(id());
      case Anonymous() -> new AnonymousPlan(request.image().registry());
    };
  }

  private List<String> ownDomains(ProviderSettings settings) {
    return namedRegistries(settings).stream()
        .filter(host -> AlibabaRegistryHost.find(host).isEmpty())
        .map(RegistryHost::toString)
        .toList();
  }
}
