// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr.trust;

import dev.podpass.provider.ecr.EcrOptions;
import dev.podpass.provider.ecr.EcrRegistryHost;
import dev.podpass.provider.ecr.EcrRegistryHost.Private;
import dev.podpass.provider.ecr.Partition;
import dev.podpass.provider.ecr.RoleArn;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.trust.TrustRequest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The role to create for a service account, or to extend.
 *
 * @param partition its partition
 * @param account its account
 * @param path with slashes at both ends
 * @param name its name
 */
record TrustedRole(Partition partition, String account, String path, String name) {

  /** The role that {@code --ecr-role-arn} names, otherwise one in the registry's account. */
  static TrustedRole of(TrustRequest request, List<EcrRegistryHost> hosts) {
    List<TrustedRole> named =
        hosts.stream()
            .flatMap(host -> named(request, host).stream())
            .map(role -> of(role.value()))
            .distinct()
            .toList();
    return named.isEmpty() ? inTheAccountOf(hosts, request.resource()) : only(named);
  }

  private static Optional<Sourced<RoleArn>> named(TrustRequest request, EcrRegistryHost host) {
    return EcrOptions.ROLE.byOperator(
        request.settings(), request.namespace(), request.serviceAccount(), host.placeholders());
  }

  /** A template may result in different roles for different registries. */
  private static TrustedRole only(List<TrustedRole> roles) {
    if (roles.size() > 1) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          "the images lead to several roles: "
              + roles.stream().map(TrustedRole::text).collect(Collectors.joining(", ")),
          "give the images of one role at a time");
    }
    return roles.getFirst();
  }

  private static TrustedRole of(RoleArn role) {
    String[] parts = role.text().split(":", 6);
    String resource = parts[5].substring("role".length());
    int name = resource.lastIndexOf('/') + 1;
    return new TrustedRole(
        role.partition(), parts[4], resource.substring(0, name), resource.substring(name));
  }

  private static TrustedRole inTheAccountOf(List<EcrRegistryHost> hosts, String name) {
    List<Private> registries =
        hosts.stream()
            .flatMap(
                host -> host instanceof Private registry ? Stream.of(registry) : Stream.empty())
            .toList();
    List<String> accounts = registries.stream().map(Private::account).distinct().toList();
    if (accounts.size() != 1) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          accounts.isEmpty()
              ? "images of ECR Public do not name the role's account"
              : "the images are in registries of several accounts: " + String.join(", ", accounts),
          "name the role with --ecr-role-arn");
    }
    return new TrustedRole(registries.getFirst().partition(), accounts.getFirst(), "/", name);
  }

  String text() {
    return arn("role" + path + name);
  }

  /** The ARN of an IAM resource in the same account. */
  String arn(String resource) {
    return "arn:%s:iam::%s:%s".formatted(partition.id(), account, resource);
  }
}
