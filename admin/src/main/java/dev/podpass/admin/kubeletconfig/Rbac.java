// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The RBAC objects that kubelets need: permission to request tokens for audiences, and to read
 * service accounts for their annotations.
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/">
 *     Managing Service Accounts</a>
 */
public final class Rbac {
  private static final String GROUP = "rbac.authorization.k8s.io";
  private static final String NODES = "system:nodes";

  private Rbac() {}

  /**
   * Returns a ClusterRole and its ClusterRoleBinding for all nodes.
   *
   * @param name of both
   * @param audiences the audiences in use, and no others
   */
  public static List<Map<String, Object>> objects(String name, List<String> audiences) {
    return List.of(clusterRole(name, audiences), binding(name));
  }

  /** Returns the same objects as one {@code v1.List}. */
  public static Map<String, Object> list(String name, List<String> audiences) {
    SequencedMap<String, Object> list = new LinkedHashMap<>();
    list.put("apiVersion", "v1");
    list.put("kind", "List");
    list.put("items", objects(name, audiences));
    return list;
  }

  private static Map<String, Object> clusterRole(String name, List<String> audiences) {
    SequencedMap<String, Object> role = object("ClusterRole", name);
    role.put(
        "rules",
        List.of(
            rule(audiences, "request-serviceaccounts-token-audience"),
            rule(List.of("serviceaccounts"), "get")));
    return role;
  }

  /** A rule; the audience is written as a resource. */
  private static Map<String, Object> rule(List<String> resources, String verb) {
    SequencedMap<String, Object> rule = new LinkedHashMap<>();
    rule.put("apiGroups", List.of(""));
    rule.put("resources", resources);
    rule.put("verbs", List.of(verb));
    return rule;
  }

  private static Map<String, Object> binding(String name) {
    SequencedMap<String, Object> binding = object("ClusterRoleBinding", name);
    binding.put("roleRef", reference("ClusterRole", name));
    binding.put("subjects", List.of(reference("Group", NODES)));
    return binding;
  }

  private static SequencedMap<String, Object> object(String kind, String name) {
    SequencedMap<String, Object> object = new LinkedHashMap<>();
    object.put("apiVersion", GROUP + "/v1");
    object.put("kind", kind);
    object.put("metadata", Map.of("name", name));
    return object;
  }

  private static Map<String, Object> reference(String kind, String name) {
    SequencedMap<String, Object> reference = new LinkedHashMap<>();
    reference.put("apiGroup", GROUP);
    reference.put("kind", kind);
    reference.put("name", name);
    return reference;
  }
}
