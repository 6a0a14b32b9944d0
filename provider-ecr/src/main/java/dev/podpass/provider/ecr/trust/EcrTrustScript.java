// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr.trust;

import dev.podpass.spi.trust.ScriptParts;
import dev.podpass.spi.trust.ScriptTemplate;
import java.util.Map;

/**
 * The script of {@link EcrTrust} with the AWS CLI: values, documents, functions, and in the end the
 * steps of each account. It edits policies with the AWS CLI's own {@code --query}.
 */
final class EcrTrustScript {
  private static final ScriptTemplate ADDS =
      new ScriptTemplate(
          """
          #!/bin/sh
          # Lets pods of the service account @NAMESPACE@/@SERVICE_ACCOUNT@ assume the IAM role @ROLE@
          # and pull as this role:
          @IMAGES@
          #
          # Can be run again: it adds what is missing, keeps what else is there, and stops at what is there and differs.
          # Needs the AWS CLI with credentials of the account @ACCOUNTS@; and kubectl, for the annotation.
          """);

  private static final ScriptTemplate REMOVES =
      new ScriptTemplate(
          """
          #!/bin/sh
          # Removes what podpass trust ecr has added, so that the service account @NAMESPACE@/@SERVICE_ACCOUNT@ pulls no
          # longer as the IAM role @ROLE@:
          @IMAGES@
          #
          # The OIDC provider stays, for other roles may use it; the role stays if anything else is left of it.
          # Needs the AWS CLI with credentials of the account @ACCOUNTS@; and kubectl, for the annotation.
          """);

  private static final ScriptTemplate HEAD = part("head.sh");
  private static final ScriptTemplate VALUES =
      part("trust-values.sh").then(new ScriptTemplate("@DOCUMENTS@"));
  private static final ScriptTemplate AWS =
      ScriptParts.MESSAGES.then(ScriptParts.CLUSTER).then(part("aws.sh"));
  private static final ScriptTemplate TRUST = AWS.then(part("trust.sh")).then(ScriptParts.ANNOTATE);
  private static final ScriptTemplate REMOVE =
      AWS.then(part("remove.sh")).then(ScriptParts.REMOVE_ANNOTATION);

  private static final ScriptTemplate TRUST_REPOSITORY = part("trust-repository.sh");
  private static final ScriptTemplate TRUST_REGISTRY = part("trust-registry.sh");
  private static final ScriptTemplate REMOVE_REPOSITORY = part("remove-repository.sh");
  private static final ScriptTemplate REMOVE_REGISTRY = part("remove-registry.sh");

  private EcrTrustScript() {}

  static String adding(EcrGrant grant) {
    ScriptTemplate functions = TRUST;
    if (!grant.foreign().isEmpty()) {
      functions = functions.then(TRUST_REPOSITORY);
      if (grant.pullThrough()) {
        functions = functions.then(TRUST_REGISTRY);
      }
    }
    EcrSteps steps = EcrSteps.adding(grant);
    return script(grant, ADDS.then(HEAD).then(VALUES), functions, steps);
  }

  static String removing(EcrGrant grant) {
    ScriptTemplate functions = REMOVE;
    if (!grant.foreign().isEmpty()) {
      functions = functions.then(REMOVE_REPOSITORY);
      if (grant.pullThrough()) {
        functions = functions.then(REMOVE_REGISTRY);
      }
    }
    return script(grant, REMOVES.then(HEAD), functions, EcrSteps.removing(grant));
  }

  private static String script(
      EcrGrant grant, ScriptTemplate head, ScriptTemplate functions, EcrSteps steps) {
    Map<String, String> words = grant.words();
    return head.then(functions)
        .then(new ScriptTemplate("@STEPS@"))
        .fill(
            words,
            Map.of(
                "IMAGES", grant.request().imageLines(),
                "ACCOUNTS", steps.accounts(),
                "TRUST", EcrPolicies.trust(words),
                "DOCUMENTS", steps.documents(),
                "STEPS", steps.text()));
  }

  /** To be called for constants only: the executable has no resources. */
  static ScriptTemplate part(String name) {
    return ScriptTemplate.beside(EcrTrustScript.class, name);
  }
}
