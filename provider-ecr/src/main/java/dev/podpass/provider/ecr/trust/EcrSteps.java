// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr.trust;

import dev.podpass.provider.ecr.EcrRegistryHost;
import dev.podpass.spi.trust.ShortHash;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The steps of a script for each account, in the order in which the accounts are to be set up, and
 * the policy documents that the steps use.
 */
final class EcrSteps {
  private final EcrGrant grant;
  private final Map<String, List<String>> steps = new LinkedHashMap<>();
  private final StringBuilder documents = new StringBuilder();

  private EcrSteps(EcrGrant grant) {
    this.grant = grant;
  }

  static EcrSteps adding(EcrGrant grant) {
    EcrSteps steps = new EcrSteps(grant);
    String account = grant.role().account();
    steps.add(account, "check_cluster");
    steps.add(account, "trust_issuer");
    steps.add(account, "trust_service_account");
    int number = 0;
    for (TrustedRepository repository : grant.repositories()) {
      number++;
      steps.document(
          "What the role may do with " + repository.arn() + ".",
          "pull_" + number,
          EcrPolicies.pull(repository, grant.pullThrough()));
      steps.add(account, "allow '%s' \"$pull_%d\"".formatted(steps.policy(repository), number));
    }
    if (grant.isPublic()) {
      steps.document("What ECR Public needs.", "pull_public", EcrPolicies.PUBLIC_PULL);
      steps.add(account, "allow '%s' \"$pull_public\"".formatted(grant.policyPrefix() + "public"));
    }
    steps.add(account, "annotate \"$annotation\" \"$role_arn\"");
    grant.foreign().forEach(steps::addForeign);
    return steps;
  }

  static EcrSteps removing(EcrGrant grant) {
    EcrSteps steps = new EcrSteps(grant);
    String account = grant.role().account();
    steps.add(account, "check_cluster");
    for (TrustedRepository repository : grant.repositories()) {
      steps.add(account, "disallow '%s'".formatted(steps.policy(repository)));
    }
    if (grant.isPublic()) {
      steps.add(account, "disallow '%s'".formatted(grant.policyPrefix() + "public"));
    }
    steps.add(account, "distrust_service_account");
    grant.foreign().forEach(steps::removeForeign);
    return steps;
  }

  private void addForeign(TrustedRepository repository) {
    Map<String, String> words = grant.words();
    EcrRegistryHost.Private registry = repository.registry();
    String id = ShortHash.of(repository.arn());
    document(
        "A statement of the policy of %s, which the account %s owns."
            .formatted(repository.arn(), registry.account()),
        "repository_" + id,
        EcrPolicies.rolePulls(words));
    add(
        registry.account(),
        "allow_role '%s' '%s' '%s' \"$repository_%s\""
            .formatted(registry.region(), registry.account(), repository.name(), id));
    if (grant.pullThrough()) {
      words.put("STATEMENT_ID", grant.statementId() + id);
      words.put("REPOSITORY", repository.arn());
      document(
          "A statement of the policy of the registry of the account %s in %s."
              .formatted(registry.account(), registry.region()),
          "import_" + id,
          EcrPolicies.roleImports(words));
      add(
          registry.account(),
          "allow_import '%s' '%s' \"$import_%s\""
              .formatted(registry.region(), grant.statementId() + id, id));
    }
  }

  private void removeForeign(TrustedRepository repository) {
    EcrRegistryHost.Private registry = repository.registry();
    add(
        registry.account(),
        "disallow_role '%s' '%s' '%s'"
            .formatted(registry.region(), registry.account(), repository.name()));
    if (grant.pullThrough()) {
      add(
          registry.account(),
          "disallow_import '%s' '%s'"
              .formatted(registry.region(), grant.statementId() + ShortHash.of(repository.arn())));
    }
  }

  private String policy(TrustedRepository repository) {
    return grant.policyPrefix() + repository.shortName();
  }

  private void add(String account, String step) {
    steps.computeIfAbsent(account, _ -> new ArrayList<>()).add(step);
  }

  private void document(String comment, String variable, String json) {
    documents.append("\n# %s\n%s='%s'\n".formatted(comment, variable, json));
  }

  /** The policies, each in a variable. */
  String documents() {
    return documents.toString();
  }

  /** The accounts, as a sentence names them. */
  String accounts() {
    return String.join(", then with those of ", steps.keySet());
  }

  /** Steps in the account whose credentials are used. */
  String text() {
    String arms =
        steps.entrySet().stream()
            .map(arm ->
                "  %s)\n    %s\n    ;;\n"
                    .formatted(arm.getKey(), String.join("\n    ", arm.getValue())))
            .collect(Collectors.joining());
    return """

    account=$(aws sts get-caller-identity --output text --query Account)
    case $account in
    %s  *) fail "these are credentials of the account $account: run this with those of %s" ;;
    esac
    """
        .formatted(arms, accounts());
  }
}
