// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import dev.podpass.provider.ecr.EcrRegistryHost.Private;
import dev.podpass.provider.ecr.EcrRegistryHost.Public;
import dev.podpass.spi.TrustRequest;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.image.ImageReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The access to grant in a trust guide: a role and its repositories.
 *
 * @param request the service account and its images
 * @param role the role
 * @param repositories the repositories of private registries
 * @param isPublic whether an image is of ECR Public
 */
record EcrGrant(
    TrustRequest request,
    TrustedRole role,
    List<TrustedRepository> repositories,
    boolean isPublic) {

  static EcrGrant of(TrustRequest request) {
    List<EcrRegistryHost> hosts = request.images().stream().map(EcrGrant::host).toList();
    TrustedRole role = TrustedRole.of(request, hosts);
    List<TrustedRepository> repositories =
        request.images().stream().flatMap(EcrGrant::repository).distinct().toList();
    repositories.forEach(repository -> requireSamePartition(role, repository));
    return new EcrGrant(
        request, role, repositories, hosts.stream().anyMatch(Public.class::isInstance));
  }

  private static EcrRegistryHost host(ImageReference image) {
    return EcrRegistryHost.find(image.registry()).orElseThrow();
  }

  private static Stream<TrustedRepository> repository(ImageReference image) {
    return switch (host(image)) {
      case Private registry -> Stream.of(TrustedRepository.of(registry, image));
      case Public _ -> Stream.empty();
    };
  }

  private static void requireSamePartition(TrustedRole role, TrustedRepository repository) {
    if (role.partition() != repository.registry().partition()) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          "the role %s cannot pull %s of the partition %s"
              .formatted(role.text(), repository.name(), repository.registry().partition().id()),
          "name a role of that partition with --ecr-role-arn");
    }
  }

  /** The repositories of other accounts than the role's, whose policies must let the role in. */
  List<TrustedRepository> foreign() {
    return repositories.stream()
        .filter(repository -> !repository.registry().account().equals(role.account()))
        .toList();
  }

  boolean pullThrough() {
    return request.settings().get(EcrOptions.PULL_THROUGH);
  }

  /** The images, as a comment lists them. */
  String imageLines() {
    return request.images().stream()
        .map(image -> "#   " + image.name())
        .collect(Collectors.joining("\n"));
  }

  /** The beginning of the names of all policies that the role has for the service account. */
  String policyPrefix() {
    return "podpass-%s-%s-".formatted(request.name(), request.key());
  }

  /** The Sid of the service account's statements: letters and digits only. */
  String statementId() {
    return "Podpass" + request.name().replaceAll("[^A-Za-z0-9]", "") + request.key();
  }

  /** The values of placeholders that are plain words. */
  Map<String, String> values() {
    Map<String, String> values = new HashMap<>();
    String issuer = request.issuer().substring("https://".length());
    values.put("ISSUER", request.issuer());
    values.put("ISSUER_HOST", issuer);
    values.put("OIDC_PROVIDER", role.arn("oidc-provider/" + issuer));
    values.put("AUDIENCE", request.settings().get(EcrOptions.AUDIENCE));
    values.put("NAMESPACE", request.namespace());
    values.put("SERVICE_ACCOUNT", request.serviceAccount());
    values.put("SUBJECT", request.subject());
    values.put("ANNOTATION", request.settings().get(EcrOptions.ROLE_ANNOTATIONS).getFirst());
    values.put("ROLE", role.text());
    values.put("ROLE_ACCOUNT", role.account());
    values.put("ROLE_NAME", role.name());
    values.put("ROLE_PATH", role.path());
    values.put("STATEMENT_ID", statementId());
    values.put("POLICY_PREFIX", policyPrefix());
    values.put("NAME", "podpass-" + request.name());
    values.put(
        "REGION",
        repositories.isEmpty() ? "us-east-1" : repositories.getFirst().registry().region());
    return values;
  }
}
