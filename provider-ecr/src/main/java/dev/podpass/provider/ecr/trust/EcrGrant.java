// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr.trust;

import dev.podpass.provider.ecr.EcrOptions;
import dev.podpass.provider.ecr.EcrRegistryHost;
import dev.podpass.provider.ecr.EcrRegistryHost.Private;
import dev.podpass.provider.ecr.EcrRegistryHost.Public;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.trust.TrustRequest;
import java.util.List;
import java.util.Map;
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
    return EcrRegistryHost.find(image.registry())
        .orElseThrow(() -> new IllegalArgumentException(image.name() + " is not of ECR"));
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

  /** The beginning of the names of all policies that the role has for the service account. */
  String policyPrefix() {
    return "podpass-%s-%s-".formatted(request.name(), request.key());
  }

  /** The Sid of the service account's statements: letters and digits only. */
  String statementId() {
    return "Podpass" + request.name().replaceAll("[^A-Za-z0-9]", "") + request.key();
  }

  /** The values of placeholders that are plain words. */
  Map<String, String> words() {
    Map<String, String> words = request.words();
    String issuer = request.issuer().substring("https://".length());
    words.put("ISSUER_HOST", issuer);
    words.put("OIDC_PROVIDER", role.arn("oidc-provider/" + issuer));
    words.put("TEST", request.isForNamespace() ? "StringLike" : "StringEquals");
    words.put("AUDIENCE", EcrOptions.audience(request.settings()));
    words.put("ANNOTATION", request.settings().get(EcrOptions.ROLE_ANNOTATIONS).getFirst());
    words.put("ROLE", role.text());
    words.put("ROLE_ACCOUNT", role.account());
    words.put("ROLE_NAME", role.name());
    words.put("ROLE_PATH", role.path());
    words.put("STATEMENT_ID", statementId());
    words.put("POLICY_PREFIX", policyPrefix());
    words.put(
        "REGION",
        repositories.isEmpty() ? "us-east-1" : repositories.getFirst().registry().region());
    return words;
  }
}
