// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr.trust;

import dev.podpass.spi.trust.ScriptParts;
import dev.podpass.spi.trust.ScriptTemplate;
import java.util.Map;

/**
 * The script of {@link AcrTrust} for identity bindings of AKS: the binding of a managed identity,
 * the right of the service account to use it, and the roles.
 */
final class AcrBindingScript {
  private static final ScriptTemplate ADDS =
      new ScriptTemplate(
          """
          #!/bin/sh
          # Lets pods of the service account @NAMESPACE@/@SERVICE_ACCOUNT@ pull as the managed identity
          # @IDENTITY@, by an identity binding of the AKS cluster @CLUSTER@:
          @IMAGES@
          #
          # Can be run again: it adds what is missing, keeps what else is there, and stops at what is there and differs.
          # Needs the Azure CLI, signed in, and kubectl. The role holds for a whole registry.
          """);

  private static final ScriptTemplate REMOVES =
      new ScriptTemplate(
          """
          #!/bin/sh
          # Takes from the service account @NAMESPACE@/@SERVICE_ACCOUNT@ the right to use the managed identity
          # @IDENTITY@, which podpass trust acr --cluster-name has given.
          #
          # The identity, its binding and its roles stay.
          # Needs the Azure CLI, signed in, and kubectl.
          """);

  private static final ScriptTemplate HEAD = AcrTrustScript.part("binding-head.sh");
  private static final ScriptTemplate BIND =
      AcrTrustScript.COMMON
          .then(AcrTrustScript.part("allow.sh"))
          .then(AcrTrustScript.part("bind.sh"))
          .then(ScriptParts.ANNOTATE);
  private static final ScriptTemplate UNBIND =
      AcrTrustScript.COMMON
          .then(AcrTrustScript.part("unbind.sh"))
          .then(ScriptParts.REMOVE_ANNOTATION);

  private AcrBindingScript() {}

  static String adding(AcrGrant grant) {
    return filled(
        ADDS.then(HEAD).then(BIND),
        grant,
        """

        check_cluster
        bind_identity
        %slet_use_identity
        annotate_service_account
        """
            .formatted(AcrTrustScript.each(grant, "allow '%s'\n")));
  }

  static String removing(AcrGrant grant) {
    return filled(
        REMOVES.then(HEAD).then(UNBIND),
        grant,
        """

        check_cluster
        if ! found identity show --name "$identity"; then
          say "identity $identity: does not exist"
        else
          stop_use
        fi
        """);
  }

  private static String filled(ScriptTemplate script, AcrGrant grant, String steps) {
    Map<String, String> words = grant.words();
    words.put("CLUSTER", grant.text(AcrTrustOptions.CLUSTER_NAME, ""));
    Map<String, String> parts = AcrTrustScript.parts(grant);
    parts.put(
        "CLUSTER_GROUP",
        grant.text(AcrTrustOptions.CLUSTER_GROUP, grant.text(AcrTrustOptions.RESOURCE_GROUP, "")));
    return script.then(new ScriptTemplate(steps)).fill(words, parts);
  }
}
