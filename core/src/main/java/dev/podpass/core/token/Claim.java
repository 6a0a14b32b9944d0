// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One member of a JSON object in a token, read as the required type.
 *
 * @param name its name, with its path, for messages
 * @param value its value; {@code null} counts as absent
 */
record Claim(String name, Optional<JsonNode> value) {
  /** The end of the year 9999; a later instant is an error, and not ISO 8601. */
  private static final double LAST_SECOND = 253_402_300_799d;

  static Claim of(ObjectNode object, String name) {
    JsonNode node = object.get(name);
    return new Claim(name, node == null || node.isNull() ? Optional.empty() : Optional.of(node));
  }

  /** A member of this object; absent if the object is. */
  Claim member(String member) throws MalformedTokenException {
    if (value.isEmpty()) {
      return new Claim(name + "." + member, value);
    }
    if (value.get() instanceof ObjectNode object) {
      return new Claim(name + "." + member, of(object, member).value());
    }
    throw not("an object");
  }

  Optional<String> text() throws MalformedTokenException {
    return value.isEmpty() ? Optional.empty() : Optional.of(text(value.get()));
  }

  String requiredText() throws MalformedTokenException {
    return text(value.orElseThrow(this::absent));
  }

  List<String> requiredTexts() throws MalformedTokenException {
    JsonNode node = value.orElseThrow(this::absent);
    if (!node.isArray()) {
      return List.of(text(node));
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode element : node) {
      texts.add(text(element));
    }
    return texts;
  }

  Optional<Instant> instant() throws MalformedTokenException {
    return value.isEmpty() ? Optional.empty() : Optional.of(instant(value.get()));
  }

  Instant requiredInstant() throws MalformedTokenException {
    return instant(value.orElseThrow(this::absent));
  }

  private MalformedTokenException absent() {
    return new MalformedTokenException("it has no claim \"" + name + "\"");
  }

  private String text(JsonNode node) throws MalformedTokenException {
    if (node.isTextual() && !node.textValue().isEmpty()) {
      return node.textValue();
    }
    throw not("text");
  }

  private Instant instant(JsonNode node) throws MalformedTokenException {
    if (!node.isNumber()) {
      throw not("a number of seconds");
    }
    // Infinity for values that a BigDecimal would reject or make huge; exact far below a second.
    double seconds = node.doubleValue();
    if (seconds < 0 || seconds > LAST_SECOND) {
      throw not("a date");
    }
    return Instant.ofEpochSecond((long) seconds);
  }

  private MalformedTokenException not(String wanted) {
    return new MalformedTokenException("its claim \"" + name + "\" is not " + wanted);
  }
}
