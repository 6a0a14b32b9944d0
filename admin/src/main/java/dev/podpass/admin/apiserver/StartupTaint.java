// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A taint that keeps pods off a new node until it is ready for them.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/">
 *     Taints and Tolerations</a>
 */
public record StartupTaint(String node, String key) {

  /**
   * Removes it, and nothing else; false if it was not there. A taint that changes meanwhile fails
   * it.
   */
  public boolean remove(ApiServer api) {
    return remove(api, api.get(path()));
  }

  /** The same on a node that was created before that time; false on a younger one. */
  public boolean removeIfCreatedBefore(Instant time, ApiServer api) {
    JsonNode object = api.get(path());
    String created = object.at("/metadata/creationTimestamp").asText();
    // Both are UTC and of one form, so that their order is that of the texts.
    return !created.isEmpty()
        && created.compareTo(time.truncatedTo(ChronoUnit.SECONDS).toString()) < 0
        && remove(api, object);
  }

  private String path() {
    return "/api/v1/nodes/" + node;
  }

  private boolean remove(ApiServer api, JsonNode object) {
    JsonNode taints = object.at("/spec/taints");
    ArrayNode operations = JsonNodeFactory.instance.arrayNode();
    // The last first, for a removal moves those behind it.
    for (int i = taints.size() - 1; i >= 0; i--) {
      if (taints.get(i).path("key").asText().equals(key)) {
        String taint = "/spec/taints/" + i;
        operations.addObject().put("op", "test").put("path", taint).set("value", taints.get(i));
        operations.addObject().put("op", "remove").put("path", taint);
      }
    }
    if (operations.isEmpty()) {
      return false;
    }
    api.patch(path(), operations);
    return true;
  }
}
