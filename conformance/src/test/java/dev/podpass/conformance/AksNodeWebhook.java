// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.FakeHost;
import dev.podpass.testkit.net.ReceivedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Base64;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What AKS has the API server ask before a node changes: for all users, a taint of the node pool
 * stays (Azure/AKS#2934, whose words these are).
 */
final class AksNodeWebhook implements FakeHost, AutoCloseable {
  private static final String HOST = "aks-webhook.example.com";
  private static final String NAME = "aks-node-validating-webhook";
  private static final String PATH =
      "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/" + NAME;
  private static final JsonMapper JSON = new JsonMapper();

  private final ClusterNode node;
  private volatile Set<String> ofThePool = Set.of();

  private AksNodeWebhook(ClusterNode node) {
    this.node = node;
  }

  /** Has the API server ask it from now on. */
  static AksNodeWebhook on(ClusterNode node) throws IOException {
    var webhook = new AksNodeWebhook(node);
    node.serve(HOST, webhook);
    String authority =
        Base64.getEncoder().encodeToString(Files.readAllBytes(node.clouds().caFile()));
    node.api()
        .apply(
            PATH,
            """
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingWebhookConfiguration
            metadata: {name: %s}
            webhooks:
            - name: %s.azmk8s.io
              clientConfig: {url: "https://%s/", caBundle: %s}
              rules:
              - {apiGroups: [""], apiVersions: [v1], operations: [UPDATE], resources: [nodes]}
              admissionReviewVersions: [v1]
              sideEffects: None
              failurePolicy: Fail
            """
                .formatted(NAME, NAME, HOST, authority));
    return webhook;
  }

  /** The taints of the node's pool from now on, each as {@code KEY=VALUE:EFFECT}. */
  void pool(String... taints) {
    ofThePool = Set.of(taints);
  }

  @Override
  public Answer answer(ReceivedRequest request) {
    try {
      JsonNode asked = JSON.readTree(request.body().toArray()).path("request");
      Set<String> after = taints(asked.path("object"));
      String uid = asked.path("uid").asText();
      ObjectNode review = JSON.createObjectNode();
      review.put("apiVersion", "admission.k8s.io/v1").put("kind", "AdmissionReview");
      ObjectNode response = review.putObject("response").put("uid", uid).put("allowed", true);
      taints(asked.path("oldObject")).stream()
          .filter(taint -> ofThePool.contains(taint) && !after.contains(taint))
          .findFirst()
          .ifPresent(taint ->
              response
                  .put("allowed", false)
                  .putObject("status")
                  .put(
                      "message",
                      """
                      (UID: %s) Taint delete request "%s" refused. User is attempting to delete a \
                      taint configured on aks node pool "pool1".\
                      """
                          .formatted(uid, taint)));
      return Answer.json(200, review.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> taints(JsonNode node) {
    return node.at("/spec/taints")
        .valueStream()
        .map(taint ->
            "%s=%s:%s"
                .formatted(
                    taint.path("key").asText(),
                    taint.path("value").asText(),
                    taint.path("effect").asText()))
        .collect(Collectors.toSet());
  }

  @Override
  public void close() {
    node.api().delete(PATH);
  }
}
