// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar.trust;

import dev.podpass.provider.gar.WorkloadIdentityPoolProvider;
import dev.podpass.spi.trust.ScriptParts;
import dev.podpass.spi.trust.ScriptTemplate;
import java.util.HashMap;
import java.util.Map;

/** The script of {@link GarTrust} with gcloud: values, functions, and the steps in the end. */
final class GarTrustScript {
  private static final ScriptTemplate ADDS =
      new ScriptTemplate(
          """
          #!/bin/sh
          # Lets pods of the service account @NAMESPACE@/@SERVICE_ACCOUNT@ pull@AS@:
          @IMAGES@
          #
          # Can be run again: it adds what is missing, keeps what else is there, and stops at what is there and differs.
          # Needs gcloud@KUBECTL@.
          set -eu

          principal='@PRINCIPAL@'
          """);

  private static final ScriptTemplate REMOVES =
      new ScriptTemplate(
          """
          #!/bin/sh
          # Removes what podpass trust gar has added, so that the service account @NAMESPACE@/@SERVICE_ACCOUNT@ pulls no
          # longer@AS@:
          @IMAGES@
          #
          # Pool and provider stay, for they are for all service accounts of the cluster@STAYS@.
          # Needs gcloud@KUBECTL@.
          set -eu

          principal='@PRINCIPAL@'
          """);

  private static final ScriptTemplate ISSUER = new ScriptTemplate("issuer='@ISSUER@'\n");

  private static final ScriptTemplate TRUST_POOL = part("trust-pool.sh");
  private static final ScriptTemplate POOL_SHARED = part("pool-shared.sh");
  private static final ScriptTemplate POOL_ALONE = part("pool-alone.sh");
  private static final ScriptTemplate TRUST_ACCOUNT = part("trust-account.sh");
  private static final ScriptTemplate TRUST = part("trust.sh");
  private static final ScriptTemplate REMOVE = part("remove.sh");
  private static final ScriptTemplate REMOVE_ACCOUNT = part("remove-account.sh");
  private static final ScriptTemplate POOL_VALUES = part("pool-values.sh");
  private static final ScriptTemplate ACCOUNT_VALUES = part("account-values.sh");
  private static final ScriptTemplate GCLOUD = part("gcloud.sh");
  private static final ScriptTemplate KEYS = part("keys.sh");

  private final GarGrant grant;
  private final boolean createsPool;
  private final boolean uploadsKeys;
  private final StringBuilder steps = new StringBuilder("\n");
  private ScriptTemplate values;
  private ScriptTemplate functions = ScriptParts.MESSAGES;

  private GarTrustScript(GarGrant grant, ScriptTemplate head, boolean adds) {
    this.grant = grant;
    this.values = head;
    this.createsPool = adds && grant.audience() instanceof WorkloadIdentityPoolProvider.Provider;
    this.uploadsKeys = createsPool && grant.request().settings().get(GarTrustOptions.UPLOAD_KEYS);
  }

  static String adding(GarGrant grant) {
    GarTrustScript script = new GarTrustScript(grant, ADDS, true);
    script.begin();
    if (script.createsPool) {
      boolean shared = grant.request().settings().get(GarTrustOptions.SHARED_POOL);
      script.addPart(TRUST_POOL, "trust_issuer");
      script.addPart(shared ? POOL_SHARED : POOL_ALONE, "");
    }
    if (grant.account().isPresent()) {
      script.addPart(TRUST_ACCOUNT, "trust_account");
    }
    script.addPart(TRUST, "");
    script.addEachRepository("allow");
    if (grant.account().isPresent()) {
      script.functions = script.functions.then(ScriptParts.ANNOTATE);
      script.step("annotate \"$annotation\" \"$account\"");
    }
    return script.text();
  }

  static String removing(GarGrant grant) {
    GarTrustScript script = new GarTrustScript(grant, REMOVES, false);
    script.begin();
    script.addPart(REMOVE, "");
    if (grant.account().isPresent()) {
      script.addPart(REMOVE_ACCOUNT, "");
      script.functions = script.functions.then(ScriptParts.REMOVE_ANNOTATION);
      script.step("if distrust_account; then");
      script.addEachRepository("  disallow");
      script.step("fi");
      script.step("remove_annotation \"$annotation\" \"$account\"");
    } else {
      script.addEachRepository("disallow");
    }
    return script.text();
  }

  private void begin() {
    boolean kubectl = uploadsKeys || grant.account().isPresent();
    if (createsPool || kubectl) {
      values = values.then(ISSUER);
    }
    if (createsPool) {
      values = values.then(POOL_VALUES);
    }
    if (grant.account().isPresent()) {
      values = values.then(ACCOUNT_VALUES);
    }
    if (kubectl) {
      functions = functions.then(ScriptParts.CLUSTER);
      step("check_cluster");
    }
    if (createsPool || grant.account().isPresent()) {
      functions = functions.then(GCLOUD);
    }
    if (uploadsKeys) {
      addPart(KEYS, "fetch_keys");
    }
  }

  private void addPart(ScriptTemplate part, String step) {
    functions = functions.then(part);
    if (!step.isEmpty()) {
      step(step);
    }
  }

  private void addEachRepository(String step) {
    String member = grant.account().isPresent() ? "\"serviceAccount:$account\"" : "\"$principal\"";
    for (TrustedRepository repository : grant.repositories()) {
      step(
          "%s '%s' '%s' '%s' %s"
              .formatted(
                  step, repository.project(), repository.location(), repository.name(), member));
    }
  }

  private void step(String line) {
    steps.append(line).append('\n');
  }

  private String text() {
    Map<String, String> words = grant.words();
    Map<String, String> parts = new HashMap<>();
    parts.put("IMAGES", grant.request().imageLines());
    parts.put("AS", grant.account().map(account -> " as " + account).orElse(""));
    parts.put("STAYS", grant.account().map(account -> ", and " + account).orElse(""));
    parts.put("KUBECTL", functions.text().contains("kubectl") ? ", and kubectl" : "");
    if (grant.audience() instanceof WorkloadIdentityPoolProvider.Provider provider) {
      grant.putProvider(provider, words, parts);
    }
    return values.then(functions).then(new ScriptTemplate(steps.toString())).fill(words, parts);
  }

  /** To be called for constants only: the executable has no resources. */
  static ScriptTemplate part(String name) {
    return ScriptTemplate.beside(GarTrustScript.class, name);
  }
}
