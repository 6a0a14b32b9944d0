// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import dev.podpass.provider.ecr.EcrRegistryHost.Private;
import dev.podpass.provider.ecr.EcrRegistryHost.Public;
import dev.podpass.spi.CredentialAnswer.CacheKeyType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The session policy of an assumed role. A session has the permissions that both the role and the
 * policy grant, so a role that may do more than pull gives a pod no more than that.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session">session
 *     policies</a>
 */
public enum SessionPolicy {
  /** Pull from the image's registry. */
  REGISTRY,
  /** Pull from the image's repository. */
  REPOSITORY,
  /** No policy: all permissions of the role. */
  NONE;

  private static final List<String> PULL =
      List.of("ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage");

  /** The permissions that a pull-through cache needs on a miss. */
  public static final List<String> IMPORT =
      List.of("ecr:BatchImportUpstreamImage", "ecr:CreateRepository");

  /** The permissions that a pull from ECR Public needs. */
  public static final List<String> PUBLIC =
      List.of("ecr-public:GetAuthorizationToken", "sts:GetServiceBearerToken");

  /** Returns the policy document; empty for {@link #NONE}. */
  Optional<String> document(EcrRegistryHost host, String repository, boolean pullThrough) {
    if (this == NONE) {
      return Optional.empty();
    }
    return Optional.of(
        switch (host) {
          case Public _ -> document(allow(PUBLIC));
          case Private registry ->
              document(
                  allow(List.of("ecr:GetAuthorizationToken")),
                  allow(actions(pullThrough), resource(registry, repository)));
        });
  }

  /**
   * The images that a token of such a session is valid for; ECR Public does not support narrowing.
   */
  CacheKeyType images(EcrRegistryHost host) {
    return this == REPOSITORY && host instanceof Private
        ? CacheKeyType.IMAGE
        : CacheKeyType.REGISTRY;
  }

  /** The permissions that a pull from a private repository needs. */
  public static List<String> actions(boolean pullThrough) {
    List<String> actions = new ArrayList<>(PULL);
    if (pullThrough) {
      actions.addAll(IMPORT);
    }
    return actions;
  }

  private String resource(Private registry, String repository) {
    return "arn:%s:ecr:%s:%s:repository/%s"
        .formatted(
            registry.partition().id(),
            registry.region(),
            registry.account(),
            this == REPOSITORY ? repository : "*");
  }

  private static String allow(List<String> actions) {
    return allow(actions, "*");
  }

  /** Needs no escaping, because hosts and repositories contain no special characters. */
  private static String allow(List<String> actions, String resource) {
    return actions.stream()
        .map(action -> "\"" + action + "\"")
        .collect(
            Collectors.joining(
                ",", "{\"Effect\":\"Allow\",\"Action\":[", "],\"Resource\":\"" + resource + "\"}"));
  }

  private static String document(String... statements) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[" + String.join(",", statements) + "]}";
  }
}
