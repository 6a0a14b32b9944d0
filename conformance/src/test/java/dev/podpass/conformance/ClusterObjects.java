// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import java.util.Map;
import java.util.stream.Collectors;

/** Objects of the Kubernetes API, in YAML. */
final class ClusterObjects {
  private ClusterObjects() {}

  static String namespace(String name) {
    return "{apiVersion: v1, kind: Namespace, metadata: {name: %s}}".formatted(name);
  }

  static String serviceAccount(String name, Map<String, String> annotations) {
    String pairs =
        annotations.entrySet().stream()
            .map(entry -> "\"%s\": \"%s\"".formatted(entry.getKey(), entry.getValue()))
            .collect(Collectors.joining(", "));
    return """
    apiVersion: v1
    kind: ServiceAccount
    metadata: {name: %s, annotations: {%s}}
    automountServiceAccountToken: false
    """
        .formatted(name, pairs);
  }

  /** What the README tells to apply, for the audiences of this cluster but China's. */
  static String audienceRole() {
    return """
    apiVersion: rbac.authorization.k8s.io/v1
    kind: ClusterRole
    metadata: {name: podpass-audiences}
    rules:
    - apiGroups: [""]
      resources:
      - sts.amazonaws.com
      - https://iam.googleapis.com/projects/987654321098/locations/global/workloadIdentityPools/clusters/providers/example
      - api://AzureADTokenExchange
      verbs: [request-serviceaccounts-token-audience]
    - apiGroups: [""]
      resources: [serviceaccounts]
      verbs: [get]
    """;
  }

  static String audienceRoleBinding() {
    return """
    apiVersion: rbac.authorization.k8s.io/v1
    kind: ClusterRoleBinding
    metadata: {name: podpass-audiences}
    roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: podpass-audiences}
    subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: "system:nodes"}]
    """;
  }
}
