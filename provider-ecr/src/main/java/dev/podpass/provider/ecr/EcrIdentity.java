// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import dev.podpass.spi.CredentialRequest;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.util.Optional;

/**
 * The IAM role that a pod assumes to pull.
 *
 * @param host the registry
 * @param role the role, and the source that names it
 */
record EcrIdentity(EcrRegistryHost host, Sourced<RoleArn> role) {
  /** Resolves the role: the service account's annotation, otherwise the operator's default. */
  static Optional<EcrIdentity> find(
      CredentialRequest request, EcrRegistryHost host, ProviderSettings settings) {
    return EcrOptions.ROLE
        .find(request, settings, host.placeholders())
        .map(role -> new EcrIdentity(host, samePartition(role, host)));
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
