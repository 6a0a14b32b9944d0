// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Parses exactly one JSON object (RFC 8259) from UTF-8 bytes.
 *
 * <p>Errors have podpass's own text: a parser's message quotes its input, which may be a secret.
 *
 * @since 0.1
 */
public final class StrictJson {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(32).build())
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private StrictJson() {}

  /**
   * {@return the parsed object}
   *
   * @param utf8 nothing may follow the object but white space
   * @throws MalformedJsonException if these bytes are not one JSON object
   */
  public static ObjectNode object(byte[] utf8) throws MalformedJsonException {
    if (tree(strictUtf8(utf8)) instanceof ObjectNode object) {
      return object;
    }
    throw new MalformedJsonException("it is not a JSON object");
  }

  private static String strictUtf8(byte[] bytes) throws MalformedJsonException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      throw new MalformedJsonException("it is not UTF-8");
    }
  }

  private static JsonNode tree(String text) throws MalformedJsonException {
    if (text.isBlank()) {
      throw new MalformedJsonException("it is empty");
    }
    try (JsonParser parser = JSON.createParser(text)) {
      JsonNode tree = next(parser);
      requireEnd(parser);
      return tree;
    } catch (StreamConstraintsException _) {
      throw new MalformedJsonException("the JSON is nested too deeply, or a value is too long");
    } catch (JsonProcessingException e) {
      boolean atEnd = e.getLocation().getCharOffset() >= text.stripTrailing().length();
      throw new MalformedJsonException(atEnd ? "the JSON is cut short" : "it is not JSON");
    } catch (IOException e) {
      throw new UncheckedIOException("text in memory cannot fail to be read", e);
    }
  }

  private static JsonNode next(JsonParser parser) throws IOException, MalformedJsonException {
    return value(parser.nextToken(), parser);
  }

  /** Without Jackson's ObjectMapper, which binds classes by reflection. */
  private static JsonNode value(JsonToken token, JsonParser parser)
      throws IOException, MalformedJsonException {
    return switch (token) {
      case START_OBJECT -> members(parser);
      case START_ARRAY -> elements(parser);
      case VALUE_STRING -> NODES.textNode(parser.getText());
      case VALUE_NUMBER_INT -> integer(parser);
      case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDoubleValue());
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NODES.nullNode();
      case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw new IllegalStateException("the parser expects a value, and there is " + token);
    };
  }

  private static ObjectNode members(JsonParser parser) throws IOException, MalformedJsonException {
    ObjectNode object = NODES.objectNode();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      if (object.replace(name, next(parser)) != null) {
        throw new MalformedJsonException("the JSON repeats a name");
      }
    }
    return object;
  }

  private static ArrayNode elements(JsonParser parser) throws IOException, MalformedJsonException {
    ArrayNode array = NODES.arrayNode();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      array.add(value(token, parser));
    }
    return array;
  }

  private static JsonNode integer(JsonParser parser) throws IOException {
    return switch (parser.getNumberType()) {
      case INT -> NODES.numberNode(parser.getIntValue());
      case LONG -> NODES.numberNode(parser.getLongValue());
      default -> NODES.numberNode(parser.getBigIntegerValue());
    };
  }

  private static void requireEnd(JsonParser parser) throws MalformedJsonException {
    boolean end;
    try {
      end = parser.nextToken() == null;
    } catch (IOException _) {
      end = false;
    }
    if (!end) {
      throw new MalformedJsonException("unexpected data after the JSON object");
    }
  }

  /**
   * The input is not exactly one JSON object. The message gives the reason without quoting the
   * input.
   */
  public static final class MalformedJsonException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedJsonException(String message) {
      super(message);
    }
  }
}
