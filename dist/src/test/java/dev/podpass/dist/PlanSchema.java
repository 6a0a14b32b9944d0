// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** As much of JSON Schema as {@code docs/plan.schema.json} uses. */
final class PlanSchema {
  private final JsonNode root;
  private final Set<String> used = new TreeSet<>();

  private PlanSchema(JsonNode root) {
    this.root = root;
  }

  static PlanSchema published() throws IOException {
    return new PlanSchema(
        new ObjectMapper().readTree(Path.of("../docs/plan.schema.json").toFile()));
  }

  /** Fails if a value is not as described. */
  void check(JsonNode value) {
    check(value, root, "");
  }

  private void check(JsonNode value, JsonNode given, String place) {
    JsonNode rule = given.has("$ref") ? root.at(given.get("$ref").textValue().substring(1)) : given;
    if (rule.has("enum")) {
      assertThat(rule.get("enum")).as(place).contains(value);
      used.add(value.textValue());
      return;
    }
    boolean right =
        switch (rule.get("type").textValue()) {
          case "object" -> value.isObject();
          case "array" -> value.isArray();
          case "string" -> value.isTextual();
          case "integer" -> value.isInt();
          case "boolean" -> value.isBoolean();
          default -> throw new AssertionError("another type: " + rule);
        };
    assertThat(right).as("%s is %s", place, value).isTrue();
    value
        .valueStream()
        .filter(_ -> value.isArray())
        .forEach(item -> check(item, rule.get("items"), place + "[]"));
    rule.path("required")
        .forEach(name -> assertThat(value.has(name.textValue())).as(place + name).isTrue());
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      JsonNode known = rule.path("properties").get(field.getKey());
      used.add(field.getKey());
      JsonNode its = known == null ? rule.get("additionalProperties") : known;
      assertThat(its.isObject()).as(place + "." + field.getKey() + " is described").isTrue();
      check(field.getValue(), its, place + "." + field.getKey());
    }
  }

  /** What is described, and was in no value. */
  Set<String> unused() {
    Set<String> described = new TreeSet<>();
    describe(root, described);
    described.removeAll(used);
    return described;
  }

  private static void describe(JsonNode rule, Set<String> described) {
    rule.path("enum").forEach(value -> described.add(value.textValue()));
    for (Map.Entry<String, JsonNode> property : rule.path("properties").properties()) {
      described.add(property.getKey());
      describe(property.getValue(), described);
    }
    if (rule.has("items")) {
      describe(rule.get("items"), described);
    }
    rule.path("$defs").forEach(its -> describe(its, described));
  }
}
