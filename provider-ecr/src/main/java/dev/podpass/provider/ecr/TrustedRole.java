// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import dev.podpass.failure.CredentialException;
import dev.podpass.failure.Kind;
import dev.podpass.provider.ecr.EcrRegistryHost.Private;
import dev.podpass.provider.ecr.EcrRegistryHost.Public;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.TrustRequest;

/**
 * The role to create for a service account.
 *
 * @param partition its partition
 * @param account its account
 * @param path with slashes at both ends
 * @param name its name
 */
record TrustedRole(Partition partition, String account, String path, String name) {

  /** The role that {@code --ecr-role-arn} names, otherwise one in the registry's account. */
  static TrustedRole of(TrustRequest request, EcrRegistryHost host) {
    return request
        .settings()
        .find(EcrOptions.ROLE_ARN)
        .map(role ->
            role.read(template ->
                template.of(request.namespace(), request.serviceAccount(), host.placeholders())))
        .map(Sourced::value)
        .map(TrustedRole::of)
        .orElseGet(() ->
            new TrustedRole(
                host.partition(), account(host), "/", "podpass-" + request.shortName()));
  }

  private static TrustedRole of(RoleArn role) {
    String[] parts = role.text().split(":", 6);
    String resource = parts[5].substring("role".length());
    int name = resource.lastIndexOf('/') + 1;
    return new TrustedRole(
        role.partition(), parts[4], resource.substring(0, name), resource.substring(name));
  }

  private static String account(EcrRegistryHost host) {
    return switch (host) {
      case Private registry -> registry.account();
      case Public _ ->
          throw new CredentialException(
              Kind.CONFIGURATION,
              "images of ECR Public do not name the role's account",
              "name it with --ecr-role-arn");
    };
  }

  String text() {
    return arn("role" + path + name);
  }

  /** The ARN of an IAM resource in the same account. */
  String arn(String resource) {
    return "arn:%s:iam::%s:%s".formatted(partition.id(), account, resource);
  }
}
