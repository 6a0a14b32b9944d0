// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import dev.podpass.spi.Entry;
import dev.podpass.spi.Exchange;
import dev.podpass.spi.Hosts;
import dev.podpass.spi.Pod;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.RegistryCredentialProvider.ReplacedPlugin;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.image.RegistryHost;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

public final class EcrCredentialProvider implements RegistryCredentialProvider {
  /** The annotation of IAM roles for service accounts. */
  private static final String POD_ROLE = "eks.amazonaws.com/role-arn";

  /**
   * AWS's own plugin, which has no options.
   *
   * @see <a
   *     href="https://github.com/kubernetes/cloud-provider-aws">kubernetes/cloud-provider-aws</a>
   */
  private static final ReplacedPlugin REPLACED =
      new ReplacedPlugin("ecr-credential-provider", Map.of(), _ -> Map.of(), Set.of(), List.of());

  @Override
  public String id() {
    return "ecr";
  }

  @Override
  public Optional<ReplacedPlugin> replacedPlugin() {
    return Optional.of(REPLACED);
  }

  /** Of IAM roles for service accounts (IRSA). */
  @Override
  public Optional<PodVariables> podVariables() {
    return Optional.of(
        new PodVariables("AWS_WEB_IDENTITY_TOKEN_FILE", Map.of("AWS_ROLE_ARN", "--ecr-role-arn")));
  }

  @Override
  public List<ProviderOption<?>> options() {
    return EcrOptions.all();
  }

  @Override
  public Hosts hosts(ProviderSettings settings) {
    return Hosts.matching(
        EcrRegistryHost.MATCH_IMAGES, host -> EcrRegistryHost.find(host).isPresent());
  }

  @Override
  public Entry entry(ProviderSettings settings) {
    return Entry.of(hosts(settings), EcrOptions.audience(settings))
        .withAnnotations(settings.get(EcrOptions.ROLE_ANNOTATIONS));
  }

  @Override
  public Optional<Exchange> exchange(Pod pod, ProviderSettings settings) {
    EcrRegistryHost host = EcrRegistryHost.find(pod.image().registry()).orElseThrow();
    boolean narrow = settings.get(EcrOptions.SESSION_POLICY).isForRepository(host);
    return EcrOptions.ROLE
        .find(pod, settings, host.placeholders())
        .map(role -> samePartition(role, host))
        .map(role -> EcrFederatedPlan.of(role, pod, host, settings).exchange(pod, narrow));
  }

  @Override
  public Optional<Function<ImageReference, Exchange>> asNode(ProviderSettings settings) {
    return Optional.of(
        image -> EcrNodePlan.of(EcrRegistryHost.find(image.registry()).orElseThrow(), settings));
  }

  @Override
  public boolean ownsAudience(String audience, ProviderSettings settings) {
    return Partition.ownsAudience(audience);
  }

  @Override
  public boolean isApiServer(String audience, ProviderSettings settings) {
    return Partition.isApiServer(audience);
  }

  @Override
  public boolean mayBePublic(RegistryHost host) {
    return EcrRegistryHost.find(host).filter(EcrRegistryHost.Public.class::isInstance).isPresent();
  }

  @Override
  public Optional<String> correction(RegistryHost host, ProviderSettings settings) {
    return EcrRegistryHost.correction(host.name());
  }

  private static Sourced<RoleArn> samePartition(Sourced<RoleArn> role, EcrRegistryHost host) {
    Partition partition = role.value().partition();
    if (partition != host.partition()) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          "the role %s is of the partition %s, and the registry of %s"
              .formatted(role, partition.id(), host.partition().id()),
          "roles do not reach across partitions: name one of " + host.partition().id());
    }
    return role;
  }

  /** AssumeRoleWithWebIdentity, WebIdentityToken. */
  @Override
  public Set<String> tokenAlgorithms() {
    return Set.of("RS256", "RS384", "RS512", "ES256", "ES384", "ES512");
  }

  /** The role of the pod itself is a frequent mistake: it is not what pulls. */
  @Override
  public String howToName(Pod pod, ProviderSettings settings) {
    String howToName = EcrOptions.ROLE.howToName(id(), settings);
    return pod.annotations().containsKey(POD_ROLE)
        ? "%s; it has %s, the pod's own role, which --ecr-role-annotation=%s would use for pulls"
            .formatted(howToName, POD_ROLE, POD_ROLE)
        : howToName;
  }
}
