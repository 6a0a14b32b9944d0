// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

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
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.image.RegistryHost;
import dev.podpass.spi.token.UnverifiedClaims;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
  public KubeletProfile kubelet(ProviderSettings settings) {
    return KubeletProfile.of(EcrRegistryHost.MATCH_IMAGES, EcrOptions.audience(settings))
        .withAnnotationKeys(settings.get(EcrOptions.ROLE_ANNOTATIONS));
  }

  @Override
  public Optional<ServedRegistry> serve(RegistryHost host, ProviderSettings settings) {
    return EcrRegistryHost.find(host).map(found -> request -> plan(request, found, settings));
  }

  @Override
  public boolean ownsAudience(String audience) {
    return Partition.ownsAudience(audience);
  }

  @Override
  public boolean isApiServer(String audience) {
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

  private ExchangePlan plan(
      CredentialRequest request, EcrRegistryHost host, ProviderSettings settings) {
    var named =
        EcrOptions.ROLE
            .find(request, settings, host.placeholders())
            .map(role -> samePartition(role, host));
    return switch (IdentityChoice.of(request, named, settings, howToName(request, settings))) {
      case Named(Sourced<RoleArn> role, UnverifiedClaims claims) ->
          EcrFederatedPlan.of(role, claims, request, host, settings);
      case Node() -> EcrNodePlan.of(request, host, settings);
      case Anonymous() -> new AnonymousPlan(request.image().registry());
    };
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

  /** The role of the pod itself is a frequent mistake: it is not what pulls. */
  private String howToName(CredentialRequest request, ProviderSettings settings) {
    String howToName = EcrOptions.ROLE.howToName(id(), settings);
    return request.annotations().containsKey(POD_ROLE)
        ? "%s; it has %s, the pod's own role, which --ecr-role-annotation=%s would use for pulls"
            .formatted(howToName, POD_ROLE, POD_ROLE)
        : howToName;
  }
}
