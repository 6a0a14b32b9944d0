// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import dev.podpass.spi.CredentialRequest;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.token.ServiceAccountSubject;
import java.util.Optional;

/**
 * The IAM role that a pod assumes to pull.
 *
 * @param host the registry
 * @param role the role, and the source that names it
 */
public record EcrIdentity(EcrRegistryHost host, Sourced<RoleArn> role) {
  /** The hint for a pod without a role. */
  static String howToName(ProviderSettings settings) {
    return "annotate it with %s, or set --ecr-role-arn"
        .formatted(settings.get(EcrOptions.ROLE_ANNOTATIONS).getFirst());
  }

  /** Resolves the role: the service account's annotation, otherwise the operator's default. */
  static Optional<EcrIdentity> find(
      CredentialRequest request, EcrRegistryHost host, ProviderSettings settings) {
    return request
        .firstAnnotation(settings.get(EcrOptions.ROLE_ANNOTATIONS))
        .map(text -> text.read(RoleArn::parse))
        .or(() -> request.claims().flatMap(claims -> ofOperator(claims.workload(), host, settings)))
        .map(role -> new EcrIdentity(host, samePartition(role, host)));
  }

  private static Optional<Sourced<RoleArn>> ofOperator(
      ServiceAccountSubject workload, EcrRegistryHost host, ProviderSettings settings) {
    return ofOperator(workload.namespace(), workload.serviceAccount().name(), host, settings);
  }

  /** The operator's role for a service account, with placeholders replaced. */
  public static Optional<Sourced<RoleArn>> ofOperator(
      String namespace, String serviceAccount, EcrRegistryHost host, ProviderSettings settings) {
    return settings
        .find(EcrOptions.ROLE_ARN)
        .map(template ->
            template.read(role -> role.of(namespace, serviceAccount, host.placeholders())));
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
}
