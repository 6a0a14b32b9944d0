// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.net;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Bodies that are JSON objects. */
public final class JsonBody {
  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private JsonBody() {}

  /**
   * Parses a request strictly.
   *
   * @param otherwise what is thrown for anything but one object without repeated fields; what the
   *     parser says is dropped, for it might quote a token
   */
  public static <X extends RuntimeException> ObjectNode object(String text, Supplier<X> otherwise) {
    try {
      if (STRICT.readTree(text) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      // Falls through.
    }
    throw otherwise.get();
  }

  /** Changes a fake's own answer on its way out. */
  public static String changed(String answer, Consumer<ObjectNode> change) {
    ObjectNode object = object(answer, JsonBody::notJson);
    change.accept(object);
    return object.toString();
  }

  /** Changes a fake's own answer if it is an object with a field; another stays as it is. */
  public static String changed(String answer, String field, Consumer<ObjectNode> change) {
    try {
      return STRICT.readTree(answer) instanceof ObjectNode object && object.has(field)
          ? changed(answer, change)
          : answer;
    } catch (JsonProcessingException e) {
      throw notJson();
    }
  }

  private static IllegalStateException notJson() {
    return new IllegalStateException("the fake's own answer is no JSON");
  }
}
