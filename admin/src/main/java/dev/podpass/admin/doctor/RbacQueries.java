// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.doctor;

import dev.podpass.admin.apiserver.TokenRequestAccess;
import dev.podpass.admin.apiserver.TokenRequestAccess.Answer;
import dev.podpass.admin.check.Check;
import dev.podpass.admin.kubeletconfig.FileEntry;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether kubelet may request tokens for the audiences of its entries. Where kubelet's own
 * credential cannot be used to ask the API server, as on most platforms of clouds, the {@code
 * kubectl} commands by which an administrator asks.
 */
record RbacQueries(String node, Optional<TokenRequestAccess> access) {
  private static final Check VOLUMES =
      Check.skipped(
          "RBAC and volumes",
          "an API server before 1.38 gives a pod no token while its PVC, PV or CSIDriver is missing",
          "create what kubelet's log names after \"error validating audience\"");

  private static final String GRANT = "podpass rbac --providers=… | kubectl apply -f -";

  List<Check> of(List<FileEntry> entries) {
    List<String> audiences =
        entries.stream().flatMap(entry -> entry.audience().stream()).distinct().toList();
    return Stream.concat(
            audiences.stream().map(this::query), audiences.stream().limit(1).map(_ -> VOLUMES))
        .toList();
  }

  private Check query(String audience) {
    String subject = "RBAC for " + audience;
    return switch (access
        .map(rbac -> rbac.ask(audience, TokenRequestAccess.OWN))
        .orElse(new Answer.Unknown(""))) {
      case Answer.Allowed(String rule) -> Check.ok(subject, "kubelet may request tokens: " + rule);
      case Answer.Denied() ->
          Check.failed(
              subject,
              "kubelet may not request tokens, so it does not run podpass; podpass does not see a"
                  + " grant that is limited to other namespaces",
              GRANT);
      case Answer.Unknown(String why) ->
          Check.skipped(
              subject,
              (why.isEmpty() ? "" : why + "; ") + "ask with your own kubectl: " + command(audience),
              GRANT);
    };
  }

  /** {@code kubectl auth can-i} takes what follows a slash for the name of an object. */
  private String command(String audience) {
    return audience.contains("/")
        ? """
        echo '{"apiVersion":"authorization.k8s.io/v1","kind":"SubjectAccessReview","spec":{\
        "user":"system:node:%s","groups":["system:nodes"],\
        "resourceAttributes":{"verb":"%s","resource":"%s"}}}' \
        | kubectl create -o 'jsonpath={.status.allowed}' -f -\
        """
            .formatted(node, TokenRequestAccess.VERB, audience)
        : "kubectl auth can-i %s '%s' -A --as=system:node:%s --as-group=system:nodes"
            .formatted(TokenRequestAccess.VERB, audience, node);
  }
}
