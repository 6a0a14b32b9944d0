// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr.trust;

import dev.podpass.provider.ecr.SessionPolicy;
import dev.podpass.spi.trust.ScriptTemplate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The policy documents of {@link EcrTrust}, as formatted JSON. */
final class EcrPolicies {
  private static final ScriptTemplate TRUST =
      new ScriptTemplate(
          """
          {
            "Sid": "@STATEMENT_ID@",
            "Effect": "Allow",
            "Principal": {"Federated": "@OIDC_PROVIDER@"},
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Condition": {
              "@TEST@": {
                "@ISSUER_HOST@:aud": "@AUDIENCE@",
                "@ISSUER_HOST@:sub": "@SUBJECT@"
              }
            }
          }\
          """);

  private static final ScriptTemplate PRIVATE_PULL =
      new ScriptTemplate(
          """
          {
            "Version": "2012-10-17",
            "Statement": [
              {"Effect": "Allow", "Action": "ecr:GetAuthorizationToken", "Resource": "*"},
              {
                "Effect": "Allow",
                "Action": [@ACTIONS@],
                "Resource": "@REPOSITORY@"
              }
            ]
          }\
          """);

  /** The permissions for ECR Public, which has none on repositories. */
  static final String PUBLIC_PULL =
      """
      {
        "Version": "2012-10-17",
        "Statement": [
          {"Effect": "Allow", "Action": [%s], "Resource": "*"}
        ]
      }\
      """
          .formatted(list(SessionPolicy.PUBLIC));

  private static final ScriptTemplate ROLE_PULLS =
      new ScriptTemplate(
          """
          {
            "Sid": "@STATEMENT_ID@",
            "Effect": "Allow",
            "Principal": {"AWS": "@ROLE@"},
            "Action": [@ACTIONS@]
          }\
          """);

  private static final ScriptTemplate ROLE_IMPORTS =
      new ScriptTemplate(
          """
          {
            "Sid": "@STATEMENT_ID@",
            "Effect": "Allow",
            "Principal": {"AWS": "@ROLE@"},
            "Action": [@ACTIONS@],
            "Resource": "@REPOSITORY@"
          }\
          """);

  private EcrPolicies() {}

  /** The statement that lets the service account assume the role. */
  static String trust(Map<String, String> words) {
    return TRUST.fill(words);
  }

  /** The permissions of the role on a repository. */
  static String pull(TrustedRepository repository, boolean pullThrough) {
    return PRIVATE_PULL.fill(
        Map.of("REPOSITORY", repository.arn()),
        Map.of("ACTIONS", list(SessionPolicy.actions(pullThrough))));
  }

  /** The statement of the repository policy in another account. */
  static String rolePulls(Map<String, String> words) {
    return ROLE_PULLS.fill(words, Map.of("ACTIONS", list(SessionPolicy.actions(false))));
  }

  /** The statement of the registry policy in another account, for its pull-through cache. */
  static String roleImports(Map<String, String> words) {
    return ROLE_IMPORTS.fill(words, Map.of("ACTIONS", list(SessionPolicy.IMPORT)));
  }

  /** Actions, as JSON and HCL have them between brackets. */
  static String list(List<String> actions) {
    return actions.stream().map(action -> "\"" + action + "\"").collect(Collectors.joining(", "));
  }
}
