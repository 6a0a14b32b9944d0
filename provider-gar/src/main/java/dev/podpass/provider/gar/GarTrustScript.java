// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import dev.podpass.spi.ScriptParts;
import dev.podpass.spi.ScriptTemplate;
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
      script.addPart(GarScriptParts.TRUST_POOL, "trust_issuer");
      script.addPart(shared ? GarScriptParts.POOL_SHARED : GarScriptParts.POOL_ALONE, "");
    }
    if (grant.account().isPresent()) {
      script.addPart(GarScriptParts.TRUST_ACCOUNT, "trust_account");
    }
    script.addPart(GarScriptParts.TRUST, "");
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
    script.addPart(GarScriptParts.REMOVE, "");
    if (grant.account().isPresent()) {
      script.addPart(GarScriptParts.REMOVE_ACCOUNT, "");
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
      values = values.then(GarScriptParts.POOL_VALUES);
    }
    if (grant.account().isPresent()) {
      values = values.then(GarScriptParts.ACCOUNT_VALUES);
    }
    if (kubectl) {
      functions = functions.then(ScriptParts.CLUSTER);
      step("check_cluster");
    }
    if (createsPool || grant.account().isPresent()) {
      functions = functions.then(GarScriptParts.GCLOUD);
    }
    if (uploadsKeys) {
      addPart(GarScriptParts.KEYS, "fetch_keys");
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
    Map<String, String> words = GarTrustValues.words(grant);
    Map<String, String> parts = new HashMap<>();
    parts.put("IMAGES", GarTrustValues.images(grant));
    parts.put("AS", grant.account().map(account -> " as " + account).orElse(""));
    parts.put("STAYS", grant.account().map(account -> ", and " + account).orElse(""));
    parts.put("KUBECTL", functions.text().contains("kubectl") ? ", and kubectl" : "");
    if (grant.audience() instanceof WorkloadIdentityPoolProvider.Provider provider) {
      GarTrustValues.putProvider(grant, provider, words, parts);
    }
    return values.then(functions).then(new ScriptTemplate(steps.toString())).fill(words, parts);
  }
}
