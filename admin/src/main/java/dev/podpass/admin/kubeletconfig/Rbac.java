// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import dev.podpass.admin.text.Documents;
import dev.podpass.admin.text.Facts;
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
 * @param namespaces those that the rules are limited to, by a role in each, with the service
 *     accounts that the role is limited to, or none for all; empty for all namespaces
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/">
 *     Managing Service Accounts</a>
 */
public record Rbac(
    String name, List<String> audiences, SequencedMap<String, List<String>> namespaces) {
  private static final String GROUP = "rbac.authorization.k8s.io";
  private static final String NOTE =
      """
      # Apply it before nodes join. Do not add the audiences to the API server's --api-audiences:
      # a token for a registry must not open the cluster.
      """;
  private static final String AUDIENCES =
      """
        # To request tokens for these audiences, which stand in place of resources; without it kubelet
        # gets no token and podpass is not run.
      """;

  public Rbac {
    audiences = List.copyOf(audiences);
  }

  /** The rules as YAML, with the reason for each. */
  public String yaml() {
    return objects().stream()
        .map(Documents::yaml)
        .map(text -> text.replaceFirst("(?m)^(?=  - apiGroups:)", AUDIENCES))
        .collect(Collectors.joining("---\n", NOTE, ""));
  }

  public String json() {
    return Documents.json(Facts.of("apiVersion", "v1", "kind", "List", "items", objects()));
  }

  private List<Map<String, Object>> objects() {
    return namespaces.isEmpty()
        ? List.of(role("ClusterRole", ""), binding("ClusterRole", ""))
        : namespaces.keySet().stream()
            .flatMap(namespace -> Stream.of(role("Role", namespace), binding("Role", namespace)))
            .toList();
  }

  /** The audiences take the place of resources. */
  private Map<String, Object> role(String kind, String namespace) {
    Map<String, Object> role = object(kind, namespace);
    role.put(
        "rules",
        List.of(
            Facts.of(
                "apiGroups", List.of(""),
                "resources", audiences,
                "resourceNames", Facts.any(namespaces.getOrDefault(namespace, List.of())),
                "verbs", List.of("request-serviceaccounts-token-audience"))));
    return role;
  }

  private Map<String, Object> binding(String role, String namespace) {
    Map<String, Object> binding = object(role + "Binding", namespace);
    binding.put("roleRef", reference(role, name));
    binding.put("subjects", List.of(reference("Group", "system:nodes")));
    return binding;
  }

  private Map<String, Object> object(String kind, String namespace) {
    Optional<String> its = Optional.of(namespace).filter(text -> !text.isEmpty());
    return Facts.of(
        "apiVersion",
        GROUP + "/v1",
        "kind",
        kind,
        "metadata",
        Facts.of("name", name, "namespace", its));
  }

  private static Map<String, Object> reference(String kind, String name) {
    return Facts.of("apiGroup", GROUP, "kind", kind, "name", name);
  }
}
