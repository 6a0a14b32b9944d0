// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;

/** Changes a body on its way out. */
final class JsonBody {
  private static final JsonMapper JSON = new JsonMapper();

  private JsonBody() {}

  /** The body changed, if it is an object with that field; unchanged otherwise. */
  static String changed(String body, String field, Consumer<ObjectNode> change) {
    try {
      if (JSON.readTree(body) instanceof ObjectNode object && object.has(field)) {
        change.accept(object);
        return object.toString();
      }
      return body;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the fake's own answer is no JSON", e);
    }
  }
}
