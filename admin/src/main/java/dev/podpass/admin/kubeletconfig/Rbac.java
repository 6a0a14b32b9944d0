// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import dev.podpass.admin.text.Documents;
import dev.podpass.admin.text.Facts;
import dev.podpass.spi.Sha256;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The RBAC objects that kubelets need: permission to request tokens for audiences. The API server's
 * Node authorizer lets each kubelet read the service accounts of its own pods without a rule.
 *
 * <p>Each audience has a role of its own, named by what it grants, so that applying other objects
 * adds permissions and never takes one from a node that still needs it.
 *
 * @param name the beginning of all names
 * @param namespaces those that the rules are limited to, by roles in each, with the service
 *     accounts that the roles are limited to, or none for all; empty for all namespaces
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/">
 *     Managing Service Accounts</a>
 */
public record Rbac(
    String name, List<String> audiences, SequencedMap<String, List<String>> namespaces) {
  private static final String GROUP = "rbac.authorization.k8s.io";
  private static final String GRANT = "podpass.dev/grant";
  private static final String RULE = "podpass.dev/rule";
  private static final String AUDIENCE =
      """
        # The audience stands in place of a resource. Without this rule kubelet gets no token and
        # does not run podpass.
      """;

  public Rbac {
    audiences = List.copyOf(audiences);
  }

  /** The rules as YAML, with the reason for each. */
  public String yaml() {
    String ids = rules().map(Rule::label).distinct().collect(Collectors.joining(","));
    String note =
        """
        # Apply it before nodes join. Do not add the audiences to the API server's --api-audiences:
        # a token for a registry must not open the cluster.
        # It adds to what was granted before and takes nothing away. This lists what else is granted:
        # kubectl get clusterroles,roles -A -l '%s=%s,%s notin (%s)'
        """
            .formatted(GRANT, name, RULE, ids);
    return objects().stream()
        .map(Documents::yaml)
        .map(text -> text.replaceFirst("(?m)^(?=  - apiGroups:)", AUDIENCE))
        .collect(Collectors.joining("---\n", note, ""));
  }

  public String json() {
    return Documents.json(Facts.of("apiVersion", "v1", "kind", "List", "items", objects()));
  }

  private List<Map<String, Object>> objects() {
    return rules().flatMap(rule -> Stream.of(role(rule), binding(rule))).toList();
  }

  private Stream<Rule> rules() {
    return audiences.stream().flatMap(this::rules);
  }

  private Stream<Rule> rules(String audience) {
    Rule whole = new Rule(audience, Optional.empty(), Optional.empty());
    return namespaces.isEmpty()
        ? Stream.of(whole)
        : namespaces.entrySet().stream()
            .flatMap(namespace -> {
              Rule all = new Rule(audience, Optional.of(namespace.getKey()), Optional.empty());
              return namespace.getValue().isEmpty()
                  ? Stream.of(all)
                  : namespace.getValue().stream()
                      .map(account -> new Rule(audience, all.namespace(), Optional.of(account)));
            });
  }

  private Map<String, Object> role(Rule rule) {
    Map<String, Object> role = object(rule.kind(), rule);
    role.put(
        "rules",
        List.of(
            Facts.of(
                "apiGroups", List.of(""),
                "resources", List.of(rule.audience()),
                "resourceNames", rule.account().map(List::of),
                "verbs", List.of("request-serviceaccounts-token-audience"))));
    return role;
  }

  private Map<String, Object> binding(Rule rule) {
    Map<String, Object> binding = object(rule.kind() + "Binding", rule);
    binding.put("roleRef", reference(rule.kind(), name + "-" + rule.id()));
    binding.put("subjects", List.of(reference("Group", "system:nodes")));
    return binding;
  }

  private Map<String, Object> object(String kind, Rule rule) {
    return Facts.of(
        "apiVersion",
        GROUP + "/v1",
        "kind",
        kind,
        "metadata",
        Facts.of(
            "name", name + "-" + rule.id(),
            "namespace", rule.namespace(),
            "labels", Facts.of(GRANT, name, RULE, rule.label()),
            "annotations", annotations(rule.audience())));
  }

  /** Nodes follow a change for hours: whatever applied the objects must not delete them with it. */
  private static Map<String, Object> annotations(String audience) {
    return Facts.of(
        "podpass.dev/audience", audience,
        "helm.sh/resource-policy", "keep",
        "argocd.argoproj.io/sync-options", "Prune=false,Delete=false",
        "argocd.argoproj.io/compare-options", "IgnoreExtraneous",
        "kustomize.toolkit.fluxcd.io/prune", "disabled");
  }

  private static Map<String, Object> reference(String kind, String name) {
    return Facts.of("apiGroup", GROUP, "kind", kind, "name", name);
  }

  /** One audience, in all namespaces, in one, or for one service account of it. */
  private record Rule(String audience, Optional<String> namespace, Optional<String> account) {
    String kind() {
      return namespace.isEmpty() ? "ClusterRole" : "Role";
    }

    /** Never of digits alone, which a reader of YAML may take for a number. */
    String label() {
      return "sha256-" + id();
    }

    String id() {
      return account.map(sa -> Sha256.brief(audience, sa)).orElseGet(() -> Sha256.brief(audience));
    }
  }
}
