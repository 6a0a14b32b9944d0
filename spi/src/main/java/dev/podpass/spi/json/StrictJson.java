// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
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
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(32).build())
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .build();

  private StrictJson() {}

  /**
   * Parses an object.
   *
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
    try (JsonParser parser = MAPPER.createParser(text)) {
      JsonNode tree = MAPPER.readTree(parser);
      requireEnd(parser);
      return tree;
    } catch (MismatchedInputException _) {
      throw new MalformedJsonException("the JSON repeats a name");
    } catch (StreamConstraintsException _) {
      throw new MalformedJsonException("the JSON is nested too deeply, or a value is too long");
    } catch (JsonProcessingException e) {
      boolean atEnd = e.getLocation().getCharOffset() >= text.stripTrailing().length();
      throw new MalformedJsonException(atEnd ? "the JSON is cut short" : "it is not JSON");
    } catch (IOException e) {
      throw new UncheckedIOException("text in memory cannot fail to be read", e);
    }
  }

  private static void requireEnd(JsonParser parser) throws MalformedJsonException {
    boolean end;
    try {
      end = parser.nextToken() == null;
    } catch (IOException _) {
      end = false;
    }
    if (!end) {
      throw new MalformedJsonException("there is something after the JSON object");
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
