// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.alibaba;

import dev.podpass.spi.Pod;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The session policy of an assumed role. A session has the permissions that both the role and the
 * policy grant, so a role that may do more than pull gives a pod no more than that.
 */
enum SessionPolicy {
  /** Pull from the image's registry. */
  REGISTRY,
  /** Pull from the image's repository. */
  REPOSITORY,
  /** No policy: all permissions of the role. */
  NONE;

  /** The longest that STS takes. */
  private static final int MAX_LENGTH = 2048;

  /** Returns the policy document; empty for {@link #NONE}. */
  Optional<String> document(AlibabaRegistry registry, Pod pod) {
    List<String> pushes = pod.push();
    if (this == NONE) {
      if (!pushes.isEmpty()) {
        throw new CredentialException(
            Kind.CONFIGURATION,
            "--allow-push cannot be held to --push-repository with --alibaba-session-policy=none",
            "set --alibaba-session-policy=registry, or allow pushes by the role alone");
      }
      return Optional.empty();
    }
    String pulled = this == REGISTRY ? "*" : pod.repository("--alibaba-session-policy");
    List<String> statements = new ArrayList<>();
    statements.add(allow("cr:GetAuthorizationToken", List.of("*")));
    statements.add(allow("cr:PullRepository", List.of(registry.resource(pulled))));
    if (!pushes.isEmpty()) {
      statements.add(allow("cr:PushRepository", pushes.stream().map(registry::resource).toList()));
    }
    return Optional.of(
        fitting("{\"Version\":\"1\",\"Statement\":[" + String.join(",", statements) + "]}"));
  }

  private static String fitting(String document) {
    if (document.length() > MAX_LENGTH) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          "the session policy is longer than the %d characters that STS takes"
              .formatted(MAX_LENGTH),
          "name fewer push repositories, or a common beginning with /* at its end");
    }
    return document;
  }

  /** Needs no escaping, because regions, ids and repositories contain no special characters. */
  private static String allow(String action, List<String> resources) {
    return resources.stream()
        .collect(
            Collectors.joining(
                "\",\"",
                "{\"Effect\":\"Allow\",\"Action\":[\"" + action + "\"],\"Resource\":[\"",
                "\"]}"));
  }
}
