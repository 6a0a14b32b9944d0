// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.doctor;

import dev.podpass.admin.apiserver.ApiServer;
import dev.podpass.admin.apiserver.ServiceAccountName;
import dev.podpass.admin.check.Check;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One permission of kubelet: in every namespace by a ClusterRole, or by Roles and resourceNames for
 * the service accounts that it needs it for.
 *
 * @param subject of the check
 * @param verb such as {@code get}
 * @param resource of the core group
 */
record RbacCheck(String subject, String verb, String resource) {
  private static final int NAMED = 5;
  private static final String PODS = "the pods on this node of ";
  private static final String APPLY = " | kubectl apply -f -";

  /** The result if kubelet has it in every namespace. */
  Optional<Check> everywhere(ApiServer api) {
    return api.allows(verb, resource)
        ? Optional.of(
            Check.ok(subject, "kubelet may %s %s in every namespace".formatted(verb, resource)))
        : Optional.empty();
  }

  /** The result for service accounts of which the operator says that they need it. */
  Check ofGiven(ApiServer api, Collection<ServiceAccountName> given) {
    List<ServiceAccountName> denied = denied(api, given);
    return denied.isEmpty() ? granted("", given) : refused("", denied);
  }

  /**
   * The result for what the node's pods need, if kubelet does not have it everywhere.
   *
   * @param audiences those for which it is needed
   */
  Check ofPods(ApiServer api, NeededAccounts pods, Collection<String> audiences) {
    Collection<ServiceAccountName> needed = pods.of(audiences);
    if (needed.isEmpty()) {
      return Check.warning(
          subject,
          "kubelet may not %s %s in every namespace; Roles of single namespaces were not checked,"
                  .formatted(verb, resource)
              + " for there is no pod on this node that needs them",
          "podpass rbac --providers=…%s; or check a Role with --service-account=NAMESPACE/NAME"
              .formatted(APPLY));
    }
    List<ServiceAccountName> denied = denied(api, needed);
    if (denied.isEmpty()) {
      return granted(PODS, needed);
    }
    return denied.size() < needed.size() || isServed(denied, pods)
        ? Check.warning(
            subject,
            finding(PODS, denied) + ", so podpass is not run for their pulls",
            "leave it if that is intended, or " + todo(denied))
        : refused(PODS, denied);
  }

  private List<ServiceAccountName> denied(ApiServer api, Collection<ServiceAccountName> accounts) {
    return accounts.stream().filter(account -> !api.allows(verb, resource, account)).toList();
  }

  private Check granted(String of, Collection<ServiceAccountName> accounts) {
    return Check.ok(
        subject,
        "kubelet may %s %s for %s%s; other service accounts were not checked"
            .formatted(verb, resource, of, names(accounts)));
  }

  private Check refused(String of, List<ServiceAccountName> denied) {
    return Check.failed(
        subject, finding(of, denied) + ", so their pulls are anonymous", todo(denied));
  }

  private String finding(String of, Collection<ServiceAccountName> denied) {
    return "kubelet may not %s %s for %s%s".formatted(verb, resource, of, names(denied));
  }

  /**
   * The same query for an administrator. {@code kubectl auth can-i} takes what follows a slash for
   * the name of an object, which is not what an audience such as a URL means.
   */
  String byHand() {
    return resource.contains("/")
        ? """
        echo '{"apiVersion":"authorization.k8s.io/v1","kind":"SubjectAccessReview","spec":{\
        "user":"system:node:'$(hostname)'","groups":["system:nodes"],\
        "resourceAttributes":{"verb":"%s","resource":"%s"}}}' \
        | kubectl create -o 'jsonpath={.status.allowed}' -f -; \
        for a Role add its "namespace" to resourceAttributes\
        """
            .formatted(verb, resource)
        : "kubectl auth can-i %s '%s' -A --as=system:node:$(hostname) --as-group=system:nodes; for a Role -n NAMESPACE instead of -A"
            .formatted(verb, resource);
  }

  private static boolean isServed(Collection<ServiceAccountName> accounts, NeededAccounts pods) {
    return pods.servedWithoutTokens().containsAll(accounts);
  }

  private static String todo(List<ServiceAccountName> denied) {
    String namespaces =
        denied.stream()
            .map(account -> " --namespace=" + account.namespace())
            .distinct()
            .limit(NAMED)
            .collect(Collectors.joining());
    return "podpass rbac --providers=…" + namespaces + APPLY;
  }

  private static String names(Collection<ServiceAccountName> accounts) {
    String named =
        accounts.stream()
            .limit(NAMED)
            .map(ServiceAccountName::toString)
            .collect(Collectors.joining(", "));
    int more = accounts.size() - NAMED;
    return more > 0 ? named + " and " + more + " more" : named;
  }
}
