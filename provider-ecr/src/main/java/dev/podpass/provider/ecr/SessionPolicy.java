// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import dev.podpass.provider.ecr.EcrRegistryHost.Private;
import dev.podpass.provider.ecr.EcrRegistryHost.Public;
import dev.podpass.spi.Pod;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

  /** What a push needs beside a pull. */
  private static final List<String> PUSH =
      List.of(
          "ecr:InitiateLayerUpload",
          "ecr:UploadLayerPart",
          "ecr:CompleteLayerUpload",
          "ecr:PutImage");

  /** The longest that STS takes. */
  private static final int MAX_LENGTH = 2048;

  private static final String ANY = "\"*\"";

  private static final List<String> PULL =
      List.of("ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage");

  /** The permissions that a pull-through cache needs on a miss. */
  public static final List<String> IMPORT =
      List.of("ecr:BatchImportUpstreamImage", "ecr:CreateRepository");

  /** The permissions that a pull from ECR Public needs. */
  public static final List<String> PUBLIC =
      List.of("ecr-public:GetAuthorizationToken", "sts:GetServiceBearerToken");

  /**
   * Returns the policy document; empty for {@link #NONE}. Pushes to ECR Public are not covered: its
   * host does not name the account of its repositories.
   */
  Optional<String> document(EcrRegistryHost host, Pod pod, boolean pullThrough) {
    List<String> pushes = pod.push();
    if (this == NONE) {
      if (!pushes.isEmpty()) {
        throw new CredentialException(
            Kind.CONFIGURATION,
            "--allow-push cannot be held to --push-repository with --ecr-session-policy=none",
            "set --ecr-session-policy=registry, or allow pushes by the role alone");
      }
      return Optional.empty();
    }
    String pulled = this == REGISTRY ? "*" : pod.repository("--ecr-session-policy");
    return Optional.of(
        switch (host) {
          case Public _ -> document(List.of(allow(PUBLIC, ANY)));
          case Private registry -> document(registry, pulled, actions(pullThrough), pushes);
        });
  }

  private String document(
      Private registry, String pulled, List<String> pulls, List<String> pushes) {
    List<String> statements = new ArrayList<>();
    statements.add(allow(List.of("ecr:GetAuthorizationToken"), ANY));
    statements.add(allow(pulls, "\"" + registry.resource(pulled) + "\""));
    if (!pushes.isEmpty()) {
      statements.add(allow(PUSH, list(pushes.stream().map(registry::resource).toList())));
    }
    String document = document(statements);
    if (document.length() > MAX_LENGTH) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          "the session policy for %d push repositories is longer than the %d characters that STS takes"
              .formatted(pushes.size(), MAX_LENGTH),
          "name fewer, or a common beginning with /* at its end");
    }
    return document;
  }

  /** Whether a token of such a session is for one repository; ECR Public does not narrow them. */
  boolean isForRepository(EcrRegistryHost host) {
    return this == REPOSITORY && host instanceof Private;
  }

  /** The permissions that a pull from a private repository needs. */
  public static List<String> actions(boolean pullThrough) {
    List<String> actions = new ArrayList<>(PULL);
    if (pullThrough) {
      actions.addAll(IMPORT);
    }
    return actions;
  }

  private static String allow(List<String> actions, String resources) {
    return "{\"Effect\":\"Allow\",\"Action\":" + list(actions) + ",\"Resource\":" + resources + "}";
  }

  /** Needs no escaping, because hosts and repositories contain no special characters. */
  private static String list(List<String> texts) {
    return "[\"" + String.join("\",\"", texts) + "\"]";
  }

  private static String document(List<String> statements) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[" + String.join(",", statements) + "]}";
  }
}
