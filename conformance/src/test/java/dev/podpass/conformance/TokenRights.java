// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import dev.podpass.testkit.ExampleWorld;

/**
 * The right of the cluster's node to request tokens of the audiences that podpass needs.
 *
 * @param api the cluster's API server
 */
record TokenRights(ApiServer api) {
  /** Lets the node request tokens of the audiences that podpass needs. */
  void allow() {
    String[] rbac = BuiltPlugin.print(ClusterKubelet.commandLine("rbac")).split("\n---\n", -1);
    api.create(Chart.RBAC + "clusterroles", rbac[0]);
    api.create(Chart.RBAC + "clusterrolebindings", rbac[1]);
    ClusterNode.await("the node may request tokens", this::mayRequestTokens);
  }

  /** Takes that back. */
  void forbid() {
    api.delete(Chart.RBAC + "clusterrolebindings/podpass-audiences");
    api.delete(Chart.RBAC + "clusterroles/podpass-audiences");
    ClusterNode.await("the node may not request tokens", () -> !mayRequestTokens());
  }

  private boolean mayRequestTokens() {
    return may("request-serviceaccounts-token-audience", ExampleWorld.AUDIENCE, "app");
  }

  /** Whether the node may read this service account of {@code team-a}. */
  boolean mayRead(String account) {
    return may("get", "serviceaccounts", account);
  }

  private boolean may(String verb, String resource, String account) {
    return api.create(
            "/apis/authorization.k8s.io/v1/subjectaccessreviews",
            """
            apiVersion: authorization.k8s.io/v1
            kind: SubjectAccessReview
            spec:
              user: system:node:node-1
              groups: ["system:nodes"]
              resourceAttributes: {verb: %s, resource: %s, namespace: team-a, name: %s}
            """
                .formatted(verb, resource, account))
        .at("/status/allowed")
        .asBoolean();
  }
}
