// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.substitutes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BaseJsonNode;
import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;

/**
 * Writes a {@link JsonNode} without Jackson's ObjectMapper. Its {@code toString} is the only use of
 * one, which brings the binding of classes by reflection: 2.3 MB.
 */
@TargetClass(className = "com.fasterxml.jackson.databind.node.InternalNodeMapper")
@SuppressWarnings("DoNotCallSuggester")
final class JsonText {
  private JsonText() {}

  @Substitute
  static String nodeToString(BaseJsonNode node) {
    return JsonNodeText.of(node);
  }

  /** Not indented; podpass has another way to write documents. */
  @Substitute
  static String nodeToPrettyString(BaseJsonNode node) {
    return JsonNodeText.of(node);
  }

  @Substitute
  static byte[] valueToBytes(Object value) {
    throw new UnsupportedOperationException("no node is serialized here");
  }

  @Substitute
  static JsonNode bytesToNode(byte[] json) {
    throw new UnsupportedOperationException("no node is deserialized here");
  }
}
