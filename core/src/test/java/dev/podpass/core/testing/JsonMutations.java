// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** What can go wrong with each field of an answer in JSON, by a name for each fault. */
final class JsonMutations {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern TIME = Pattern.compile("(?i)expir|time|_on$|_in$|before|updated");
  private static final String MARK = "@@mark@@";

  private JsonMutations() {}

  /** All faults of a document of this shape; each is applied to another document of it. */
  static Map<String, UnaryOperator<String>> of(String genuine) {
    Map<String, UnaryOperator<String>> all = new LinkedHashMap<>();
    all.put("a second document", body -> body + body);
    all.put("something after it", body -> body + " x");
    all.put("an array around it", body -> "[" + body + "]");
    all.put("cut short", body -> body.substring(0, body.length() - 2));
    for (String pointer : pointers("", tree(genuine))) {
      fieldFaults(pointer, all);
    }
    return all;
  }

  private static void fieldFaults(String pointer, Map<String, UnaryOperator<String>> all) {
    all.put(pointer + " missing", body -> changed(body, pointer, null));
    raw(all, pointer, "null", _ -> "null");
    raw(all, pointer, "true", _ -> "true");
    raw(all, pointer, "a list", value -> "[" + value + "]");
    raw(all, pointer, "an object", value -> "{\"a\":" + value + "}");
    raw(all, pointer, "empty", _ -> "\"\"");
    raw(all, pointer, "a space", _ -> "\" \"");
    raw(all, pointer, "a negative number", _ -> "-1");
    raw(all, pointer, "a fraction", _ -> "0.5");
    raw(all, pointer, "a huge number", _ -> "1e999999");
    raw(all, pointer, "more than 64 bits", _ -> "9".repeat(30));
    raw(all, pointer, "1 MiB long", _ -> "\"" + "a".repeat(1 << 20) + "\"");
    raw(all, pointer, "512 KiB long", _ -> "\"" + "a".repeat(1 << 19) + "\"");
    raw(all, pointer, "a time that is past", _ -> "978307200");
    raw(all, pointer, "the year 9999", _ -> "253402300799");
    raw(all, pointer, "with a new line", value -> appended(value, "\\r\\nX-Evil: 1"));
    raw(all, pointer, "with a NUL", value -> appended(value, "\\u0000"));
    raw(all, pointer, "with what is not ASCII", value -> appended(value, "\\u202e"));
    raw(all, pointer, "with half a surrogate", value -> appended(value, "\\ud800"));
    raw(all, pointer, "not UTF-8", value -> appended(value, BadCloud.NOT_UTF8));
    if (TIME.matcher(name(pointer)).find()) {
      // Elsewhere it could be any text, and so a token.
      raw(all, pointer, "no date", _ -> "\"tomorrow\"");
      raw(all, pointer, "a date that is past", _ -> "\"2001-01-01T00:00:00Z\"");
      raw(all, pointer, "the year 9999 as a date", _ -> "\"9999-12-31T23:59:59Z\"");
    }
    raw(all, pointer, "repeated", value -> value + ",\"" + name(pointer) + "\":" + value);
  }

  private static void raw(
      Map<String, UnaryOperator<String>> all,
      String pointer,
      String fault,
      UnaryOperator<String> value) {
    all.put(
        pointer + " " + fault,
        body -> {
          String old = tree(body).at(pointer).toString();
          return changed(body, pointer, MARK).replace("\"" + MARK + "\"", value.apply(old));
        });
  }

  /** A number becomes a text with it. */
  private static String appended(String value, String more) {
    return value.startsWith("\"")
        ? value.substring(0, value.length() - 1) + more + "\""
        : "\"" + value.replace("\"", "") + more + "\"";
  }

  private static String name(String pointer) {
    return pointer.substring(pointer.lastIndexOf('/') + 1);
  }

  private static String changed(
      String body, String pointer, @org.jspecify.annotations.Nullable String value) {
    JsonNode tree = tree(body);
    JsonNode parent = tree.at(pointer.substring(0, pointer.lastIndexOf('/')));
    if (parent instanceof ObjectNode object) {
      if (value == null) {
        object.remove(name(pointer));
      } else {
        object.put(name(pointer), value);
      }
    }
    return tree.toString();
  }

  /** Of members of objects alone. */
  private static Set<String> pointers(String at, JsonNode node) {
    Set<String> all = new TreeSet<>();
    if (node instanceof ObjectNode object) {
      object
          .properties()
          .forEach(member -> {
            String pointer = at + "/" + member.getKey();
            all.add(pointer);
            all.addAll(pointers(pointer, member.getValue()));
          });
    } else if (node instanceof ArrayNode array && !array.isEmpty()) {
      all.addAll(pointers(at + "/0", array.get(0)));
    }
    return all;
  }

  private static JsonNode tree(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not the JSON of a genuine answer", e);
    }
  }
}
