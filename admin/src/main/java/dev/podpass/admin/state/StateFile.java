// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.podpass.admin.text.Documents;
import dev.podpass.core.file.Sha256;
import dev.podpass.spi.json.StrictJson;
import dev.podpass.spi.json.StrictJson.MalformedJsonException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** The state of a node as JSON, with a digest over itself. The fields are those of the records. */
final class StateFile {
  private static final int FORMAT = 2;
  private static final String VERSION = "format";
  private static final String DIGEST = "sha256";

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .addModule(
              new SimpleModule("state")
                  .addSerializer(Instant.class, ToStringSerializer.instance)
                  .addDeserializer(Instant.class, parsing(Instant.class, Instant::parse))
                  .addSerializer(Snapshot.class, ToStringSerializer.instance)
                  .addDeserializer(Snapshot.class, parsing(Snapshot.class, Snapshot::parse)))
          .defaultPropertyInclusion(JsonInclude.Value.construct(Include.NON_ABSENT, Include.ALWAYS))
          .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .disable(DeserializationFeature.WRAP_EXCEPTIONS)
          .build();

  private StateFile() {}

  private static <T> StdDeserializer<T> parsing(Class<T> type, Function<String, T> parser) {
    return new StdDeserializer<>(type) {
      private static final long serialVersionUID = 1L;

      @Override
      public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
        return parser.apply(in.getText());
      }
    };
  }

  /** Writes it. */
  static String write(NodeState state) {
    ObjectNode tree = MAPPER.createObjectNode().put(VERSION, FORMAT);
    tree.setAll(MAPPER.<ObjectNode>valueToTree(state));
    return Documents.json(tree.put(DIGEST, Sha256.of(Documents.json(tree))));
  }

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException if it is not what {@link #write} wrote
   */
  static NodeState read(byte[] json) {
    try {
      ObjectNode tree = StrictJson.object(json);
      if (tree.path(VERSION).asInt() != FORMAT) {
        throw new IllegalArgumentException("another version of podpass wrote it");
      }
      NodeState state =
          MAPPER.treeToValue(tree.deepCopy().without(List.of(VERSION, DIGEST)), NodeState.class);
      // What is written again has the same digest only if nothing was left out or added.
      if (!StrictJson.object(write(state).getBytes(UTF_8)).equals(tree)) {
        throw new IllegalArgumentException("it is damaged");
      }
      return state;
    } catch (MalformedJsonException | JsonProcessingException | DateTimeException e) {
      throw new IllegalArgumentException("it is damaged", e);
    }
  }
}
