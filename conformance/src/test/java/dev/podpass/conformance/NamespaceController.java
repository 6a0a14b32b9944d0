// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What kube-controller-manager does for namespaces, which this cluster has not: it gives each one
 * the API server's CA certificate, which pods mount, and empties and removes the deleted ones.
 */
final class NamespaceController implements AutoCloseable {
  private static final String NAMESPACES = "/api/v1/namespaces";
  private static final List<String> KINDS =
      List.of("pods", "serviceaccounts", "configmaps", "events");

  private final ApiServer api;
  private final String configMap;
  private final Thread thread;

  NamespaceController(ApiServer api, String certificateAuthority) {
    this.api = api;
    this.configMap = configMap(certificateAuthority);
    this.thread = Thread.ofVirtual().start(this::control);
  }

  private static String configMap(String certificates) {
    ObjectNode object = new JsonMapper().createObjectNode();
    object.put("apiVersion", "v1").put("kind", "ConfigMap");
    object.putObject("metadata").put("name", "kube-root-ca.crt");
    object.putObject("data").put("ca.crt", certificates);
    return object.toString(); // YAML too.
  }

  private void control() {
    while (!Thread.currentThread().isInterrupted()) {
      api.get(NAMESPACES).path("items").forEach(this::control);
      try {
        Thread.sleep(200);
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  private void control(JsonNode namespace) {
    String path = NAMESPACES + "/" + namespace.at("/metadata/name").asText();
    if (namespace.at("/status/phase").asText().equals("Terminating")) {
      KINDS.forEach(kind -> api.delete(path + "/" + kind));
      if (api.get(path + "/pods").path("items").isEmpty()) {
        ObjectNode empty = namespace.deepCopy();
        empty.withObject("spec").putArray("finalizers");
        var _ = api.replace(path + "/finalize", empty.toString());
      }
    } else if (api.find(path + "/configmaps/kube-root-ca.crt").isEmpty()) {
      api.create(path + "/configmaps", configMap);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
