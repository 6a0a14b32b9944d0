// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.plan;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * The metadata of an object, and how JSON is read field by field: what is of another type than
 * expected is skipped.
 */
record ObjectFields(
    String namespace, String name, Map<String, String> annotations, Map<String, String> labels) {
  static final ObjectFields NONE = new ObjectFields("default", "", Map.of(), Map.of());

  /** Receives a field, with the parser at its value; consumes the value or leaves it. */
  @FunctionalInterface
  interface Field {
    void read(String name, JsonParser json) throws IOException;
  }

  /** Reads each field of the object that the parser is at. */
  static void each(JsonParser json, Field field) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      field.read(name, json);
    }
  }

  /** Reads each field of each object in the array that the parser is at. */
  static void items(JsonParser json, Field field) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      each(json, field);
    }
  }

  static ObjectFields metadata(JsonParser json) throws IOException {
    Map<String, String> texts = new HashMap<>();
    Map<String, String> annotations = new HashMap<>();
    Map<String, String> labels = new HashMap<>();
    each(
        json,
        (name, value) -> {
          switch (name) {
            case "namespace", "name" -> texts.put(name, value.getText());
            case "annotations" -> each(value, (key, text) -> put(annotations, key, text));
            case "labels" -> each(value, (key, text) -> put(labels, key, text));
            default -> value.skipChildren();
          }
        });
    return new ObjectFields(
        texts.getOrDefault("namespace", "default"),
        texts.getOrDefault("name", ""),
        annotations,
        labels);
  }

  /** Puts a value into a map if it is a text. */
  static void put(Map<String, String> map, String key, JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      map.put(key, json.getText());
    } else {
      json.skipChildren();
    }
  }
}
