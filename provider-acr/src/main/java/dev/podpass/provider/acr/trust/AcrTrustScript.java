// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr.trust;

import dev.podpass.spi.trust.ScriptParts;
import dev.podpass.spi.trust.ScriptTemplate;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The script of {@link AcrTrust} with the Azure CLI: values, functions, and the steps. */
final class AcrTrustScript {
  private static final ScriptTemplate ADDS =
      new ScriptTemplate(
          """
          #!/bin/sh
          # Lets pods of the service account @NAMESPACE@/@SERVICE_ACCOUNT@ pull as the managed identity
          # @IDENTITY@:
          @IMAGES@
          #
          # Can be run again: it adds what is missing, keeps what else is there, and stops at what is there and differs.
          # Needs the Azure CLI, signed in, and kubectl. The role holds for a whole registry.
          """);

  private static final ScriptTemplate REMOVES =
      new ScriptTemplate(
          """
          #!/bin/sh
          # Removes what podpass trust acr has added, so that the service account @NAMESPACE@/@SERVICE_ACCOUNT@ pulls no
          # longer as the managed identity @IDENTITY@:
          @IMAGES@
          #
          # The identity and its roles stay if another service account uses it.
          # Needs the Azure CLI, signed in, and kubectl.
          """);

  private static final ScriptTemplate HEAD = part("head.sh");
  private static final ScriptTemplate AUDIENCE = new ScriptTemplate("audience='@AUDIENCE@'\n");

  /** The functions that every script of this provider uses. */
  static final ScriptTemplate COMMON =
      ScriptParts.MESSAGES.then(ScriptParts.CLUSTER).then(part("az.sh"));

  private static final ScriptTemplate TRUST =
      COMMON.then(part("trust.sh")).then(part("allow.sh")).then(ScriptParts.ANNOTATE);
  private static final ScriptTemplate REMOVE =
      COMMON.then(part("remove.sh")).then(ScriptParts.REMOVE_ANNOTATION);

  private AcrTrustScript() {}

  static String adding(AcrGrant grant) {
    return filled(
        ADDS.then(HEAD).then(AUDIENCE).then(TRUST),
        grant,
        """

        check_cluster
        trust_service_account
        %sannotate_service_account
        """
            .formatted(each(grant, "allow '%s'\n")));
  }

  static String removing(AcrGrant grant) {
    return filled(
        REMOVES.then(HEAD).then(REMOVE),
        grant,
        """

        check_cluster
        if ! found identity show --name "$identity"; then
          say "identity $identity: does not exist"
        elif distrust_service_account; then
        %s  delete_identity
        fi
        """
            .formatted(each(grant, "  disallow '%s'\n")));
  }

  private static String filled(ScriptTemplate script, AcrGrant grant, String steps) {
    return script.then(new ScriptTemplate(steps)).fill(grant.words(), parts(grant));
  }

  /** The values that may be empty or have spaces; their options have grammars of their own. */
  static Map<String, String> parts(AcrGrant grant) {
    String subscription = grant.text(AcrTrustOptions.SUBSCRIPTION, "");
    Map<String, String> parts = new HashMap<>();
    parts.put("IMAGES", grant.request().imageLines());
    parts.put("GROUP", grant.text(AcrTrustOptions.RESOURCE_GROUP, ""));
    parts.put("SUBSCRIPTION", subscription);
    parts.put(
        "REGISTRY_SUBSCRIPTION", grant.text(AcrTrustOptions.REGISTRY_SUBSCRIPTION, subscription));
    parts.put("ROLE", grant.role());
    return parts;
  }

  /** One step for each registry. */
  static String each(AcrGrant grant, String step) {
    return grant.registries().stream().map(step::formatted).collect(Collectors.joining());
  }

  static ScriptTemplate part(String name) {
    return ScriptTemplate.beside(AcrTrustScript.class, name);
  }
}
