// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podpass.testkit.ExampleWorld;
import java.util.List;
import java.util.stream.Stream;

/**
 * The right of the cluster's node to request tokens of the audiences that podpass needs.
 *
 * @param api the cluster's API server
 */
record TokenRights(ApiServer api) {
  /** Lets the node request tokens of the audiences that podpass needs. */
  void allow() {
    objects().forEach(object -> api.apply(Chart.path(object), object.toString()));
    ClusterNode.await("the node may request tokens", this::mayRequestTokens);
  }

  /** Takes that back. */
  void forbid() {
    objects().forEach(object -> api.delete(Chart.path(object)));
    ClusterNode.await("the node may not request tokens", () -> !mayRequestTokens());
  }

  private static List<JsonNode> objects() {
    return Stream.of(ClusterKubelet.commandLine("rbac"), ClusterKubelet.ofStore("rbac"))
        .flatMap(command -> Chart.documents(BuiltPlugin.print(command)).stream())
        .toList();
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
