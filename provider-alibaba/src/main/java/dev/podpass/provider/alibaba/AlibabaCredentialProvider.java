// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.alibaba;

import dev.podpass.provider.alibaba.AlibabaRegistryHost.Edition;
import dev.podpass.spi.Entry;
import dev.podpass.spi.Exchange;
import dev.podpass.spi.Hosts;
import dev.podpass.spi.Pod;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.image.RegistryHost;
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
  public Hosts hosts(ProviderSettings settings) {
    return Hosts.matching(
            AlibabaRegistryHost.MATCH_IMAGES, host -> AlibabaRegistryHost.find(host).isPresent())
        .and(
            settings
                .findValue(AlibabaOptions.INSTANCE)
                .map(instances -> List.copyOf(instances.byHost().keySet()))
                .orElse(List.of()));
  }

  @Override
  public Entry entry(ProviderSettings settings) {
    return Entry.of(hosts(settings), AlibabaOptions.audience(settings))
        .withAnnotations(
            Stream.of(AlibabaOptions.ROLE_ANNOTATIONS, AlibabaOptions.PROVIDER_ANNOTATIONS)
                .flatMap(option -> settings.get(option).stream())
                .toList());
  }

  @Override
  public Optional<Exchange> exchange(Pod pod, ProviderSettings settings) {
    AlibabaRegistry registry = registry(pod.image().registry(), settings);
    return AlibabaIdentity.find(pod, settings)
        .map(identity -> AlibabaPlan.of(identity, pod, registry, settings));
  }

  @Override
  public String howToName(Pod pod, ProviderSettings settings) {
    return AlibabaOptions.ROLE.howToName(id(), settings);
  }

  @Override
  public boolean ownsAudience(String audience, ProviderSettings settings) {
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
}
