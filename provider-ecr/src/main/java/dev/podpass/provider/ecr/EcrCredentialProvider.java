// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import dev.podpass.image.RegistryHost;
import dev.podpass.provider.ecr.SessionPlan.AssumedRole;
import dev.podpass.provider.ecr.SessionPlan.NodeRole;
import dev.podpass.spi.AnonymousPlan;
import dev.podpass.spi.CredentialRequest;
import dev.podpass.spi.ExchangePlan;
import dev.podpass.spi.IdentityChoice;
import dev.podpass.spi.IdentityChoice.Anonymous;
import dev.podpass.spi.IdentityChoice.Named;
import dev.podpass.spi.IdentityChoice.Node;
import dev.podpass.spi.KubeletProfile;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.TrustGuide;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Credentials for Amazon ECR, private and public. */
public final class EcrCredentialProvider implements RegistryCredentialProvider {
  private static final List<String> MATCH_IMAGES =
      List.of(
          "*.dkr.ecr.*.amazonaws.com",
          "*.dkr.ecr-fips.*.amazonaws.com",
          "*.dkr-ecr.*.on.aws",
          "*.dkr-ecr-fips.*.on.aws",
          "*.dkr.ecr.*.amazonaws.com.cn",
          "*.dkr.ecr-fips.*.amazonaws.com.cn",
          "*.dkr-ecr.*.on.amazonwebservices.com.cn",
          "*.dkr-ecr-fips.*.on.amazonwebservices.com.cn",
          "*.dkr.ecr.*.c2s.ic.gov",
          "*.dkr.ecr-fips.*.c2s.ic.gov",
          "*.dkr.ecr.*.sc2s.sgov.gov",
          "*.dkr.ecr-fips.*.sc2s.sgov.gov",
          "*.dkr.ecr.*.cloud.adc-e.uk",
          "*.dkr.ecr-fips.*.cloud.adc-e.uk",
          "*.dkr.ecr.*.csp.hci.ic.gov",
          "*.dkr.ecr-fips.*.csp.hci.ic.gov",
          "*.dkr.ecr.*.amazonaws.eu",
          "*.dkr.ecr-fips.*.amazonaws.eu",
          "public.ecr.aws",
          "ecr-public.aws.com");

  private final EcrTokenExchange sdk;

  /** For {@link java.util.ServiceLoader}. */
  public EcrCredentialProvider() {
    // Not a method reference: to plan must not load the SDK.
    this((plan, token, connections) ->
        SdkEcrTokenExchange.INSTANCE.exchange(plan, token, connections));
  }

  EcrCredentialProvider(EcrTokenExchange sdk) {
    this.sdk = sdk;
  }

  @Override
  public String id() {
    return "ecr";
  }

  @Override
  public Set<String> pluginNames() {
    return Set.of("ecr-credential-provider");
  }

  @Override
  public List<ProviderOption<?>> options() {
    return EcrOptions.all();
  }

  @Override
  public KubeletProfile kubelet(ProviderSettings settings) {
    return new KubeletProfile(
        MATCH_IMAGES,
        settings.get(EcrOptions.AUDIENCE),
        settings.get(EcrOptions.ROLE_ANNOTATIONS),
        KubeletProfile.CacheType.SERVICE_ACCOUNT);
  }

  @Override
  public Optional<TrustGuide> trust() {
    return Optional.of(new EcrTrust());
  }

  @Override
  public boolean serves(RegistryHost host, ProviderSettings settings) {
    return EcrRegistryHost.find(host).isPresent();
  }

  @Override
  public ExchangePlan plan(CredentialRequest request, ProviderSettings settings) {
    RegistryHost registry = request.image().registry();
    EcrRegistryHost host = EcrRegistryHost.find(registry).orElseThrow();
    Optional<EcrIdentity> named = EcrIdentity.find(request, host, settings);
    String howToName = EcrIdentity.howToName(settings);
    return switch (IdentityChoice.of(request, named, settings, howToName)) {
      case Named(EcrIdentity identity) -> {
        AssumedRole session = AssumedRole.of(identity, request, settings);
        yield new EcrPlan(request.image(), host, EcrEndpoints.api(host, settings), session, sdk);
      }
      case Node() -> {
        NodeRole session = new NodeRole(settings.get(EcrOptions.METADATA_ENDPOINT));
        yield new EcrPlan(request.image(), host, EcrEndpoints.api(host, settings), session, sdk);
      }
      case Anonymous() -> new AnonymousPlan(registry);
    };
  }
}
