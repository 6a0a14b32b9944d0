// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.doctor;

import dev.podpass.admin.check.Check;
import dev.podpass.admin.kubeletconfig.FileEntry;
import java.util.List;
import java.util.stream.Stream;

/**
 * The {@code kubectl} commands that tell an administrator whether kubelet may request tokens for
 * the audiences of its entries. podpass does not run them: on most platforms kubelet's kubeconfig
 * names an exec plugin.
 */
record RbacQueries(String node) {
  private static final Check VOLUMES =
      Check.skipped(
          "RBAC and volumes",
          "an API server before 1.38 gives a pod no token while its PVC, PV or CSIDriver is missing",
          "create what kubelet's log names after \"error validating audience\"");

  private static final String TOKEN_VERB = "request-serviceaccounts-token-audience";

  List<Check> of(List<FileEntry> entries) {
    List<String> audiences =
        entries.stream().flatMap(entry -> entry.audience().stream()).distinct().toList();
    return Stream.concat(
            audiences.stream().map(this::query), audiences.stream().limit(1).map(_ -> VOLUMES))
        .toList();
  }

  private Check query(String audience) {
    return Check.skipped(
        "RBAC for " + audience,
        "ask with your own kubectl: " + command(audience),
        "podpass rbac --providers=… | kubectl apply -f -");
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
            .formatted(node, TOKEN_VERB, audience)
        : "kubectl auth can-i %s '%s' -A --as=system:node:%s --as-group=system:nodes"
            .formatted(TOKEN_VERB, audience, node);
  }
}
