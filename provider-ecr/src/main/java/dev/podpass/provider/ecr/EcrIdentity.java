// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import dev.podpass.failure.CredentialException;
import dev.podpass.failure.Kind;
import dev.podpass.spi.CredentialRequest;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.token.ServiceAccountSubject;
import java.util.Optional;

/**
 * The role that a pod pulls as.
 *
 * @param host the registry it pulls from
 * @param role the role, and who named it
 */
record EcrIdentity(EcrRegistryHost host, Sourced<RoleArn> role) {
  /** What an operator can do if no role is named. */
  static String howToName(ProviderSettings settings) {
    return "annotate it with %s, or set --ecr-role-arn"
        .formatted(settings.get(EcrOptions.ROLE_ANNOTATIONS).getFirst());
  }

  /** An annotation of the service account first, then the operator's role. */
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
    return settings
        .find(EcrOptions.ROLE_ARN)
        .map(template ->
            template.read(role ->
                role.of(
                    workload.namespace(), workload.serviceAccount().name(), host.placeholders())));
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
