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

  /** Asks whether the node may do this to a service account of {@code team-a}. */
  static String nodeReview(String verb, String resource, String account) {
    return """
    apiVersion: authorization.k8s.io/v1
    kind: SubjectAccessReview
    spec:
      user: system:node:node-1
      groups: ["system:nodes"]
      resourceAttributes: {verb: "%s", resource: "%s", namespace: team-a, name: "%s"}
    """
        .formatted(verb, resource, account);
  }
}
