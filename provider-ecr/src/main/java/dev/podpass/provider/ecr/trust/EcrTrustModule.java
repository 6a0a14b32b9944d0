// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr.trust;

import dev.podpass.provider.ecr.SessionPolicy;
import dev.podpass.spi.trust.ScriptTemplate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The Terraform module of {@link EcrTrust}. */
final class EcrTrustModule {
  private static final ScriptTemplate ROLE = EcrTrustScript.part("trust.tf");
  private static final ScriptTemplate REPOSITORIES = EcrTrustScript.part("trust-repository.tf");
  private static final ScriptTemplate REGISTRIES = EcrTrustScript.part("trust-registry.tf");

  private EcrTrustModule() {}

  static String of(EcrGrant grant) {
    ScriptTemplate module = ROLE;
    if (!grant.foreign().isEmpty()) {
      module = module.then(REPOSITORIES);
      if (grant.pullThrough()) {
        module = module.then(REGISTRIES);
      }
    }
    Map<String, String> parts = new HashMap<>();
    parts.put("IMAGES", grant.request().imageLines());
    parts.put("STATEMENTS", String.join("", statements(grant)));
    parts.put("REPOSITORIES", rows(grant, SessionPolicy.actions(false), ""));
    parts.put("IMPORTS", rows(grant, SessionPolicy.IMPORT, "\n      Resource  = \"%s\""));
    return module.fill(grant.words(), parts);
  }

  private static List<String> statements(EcrGrant grant) {
    List<String> statements = new ArrayList<>();
    if (!grant.repositories().isEmpty()) {
      statements.add(statement(List.of("ecr:GetAuthorizationToken"), "\"*\""));
      statements.add(
          statement(
              SessionPolicy.actions(grant.pullThrough()),
              grant.repositories().stream()
                  .map(repository -> "\"" + repository.arn() + "\"")
                  .collect(Collectors.joining(", ", "[", "]"))));
    }
    if (grant.isPublic()) {
      statements.add(statement(SessionPolicy.PUBLIC, "\"*\""));
    }
    return statements;
  }

  private static String statement(List<String> actions, String resource) {
    return """

          {
            Effect   = "Allow"
            Action   = [%s]
            Resource = %s
          },\
    """
        .formatted(EcrPolicies.list(actions), resource);
  }

  private static String rows(EcrGrant grant, List<String> actions, String resource) {
    return grant.foreign().stream()
        .map(repository ->
            """

                "%s" = jsonencode({
                  Sid       = "%s"
                  Effect    = "Allow"
                  Principal = { AWS = aws_iam_role.podpass-%s.arn }
                  Action    = [%s]%s
                })\
            """
                .formatted(
                    repository.arn(),
                    grant.statementId(),
                    grant.request().name(),
                    EcrPolicies.list(actions),
                    resource.formatted(repository.arn())))
        .collect(Collectors.joining());
  }
}
