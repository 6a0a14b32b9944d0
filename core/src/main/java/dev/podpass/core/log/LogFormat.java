// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.podpass.core.log.Log.Field;
import dev.podpass.spi.secret.Redaction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** The format of a log line. All values pass through {@link Redaction}. */
public enum LogFormat {
  /** {@code key=value} text. */
  TEXT {
    @Override
    public String line(String level, String message, List<Field> fields) {
      StringBuilder line = new StringBuilder("podpass: ");
      line.append(level.equals(ERROR) ? "" : level + " ").append(Redaction.line(message));
      for (Field field : fields) {
        line.append(' ').append(field.name()).append('=').append(quoted(text(field)));
      }
      return line.append('\n').toString();
    }
  },
  /** One JSON object a line. */
  JSON {
    @Override
    public String line(String level, String message, List<Field> fields) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      try (JsonGenerator json = FACTORY.createGenerator(line)) {
        json.writeStartObject();
        json.writeStringField("level", level);
        json.writeStringField("message", Redaction.line(message));
        for (Field field : fields) {
          write(json, field);
        }
        json.writeEndObject();
      } catch (IOException e) {
        throw new UncheckedIOException("memory cannot fail to be written", e);
      }
      return line.toString(UTF_8) + '\n';
    }
  };

  /** The level of a failure. */
  public static final String ERROR = "error";

  private static final JsonFactory FACTORY = new JsonFactory();

  /**
   * Returns the line with its line end.
   *
   * @param level in lower case
   */
  public abstract String line(String level, String message, List<Field> fields);

  private static void write(JsonGenerator json, Field field) throws IOException {
    switch (field.value()) {
      case Integer number -> json.writeNumberField(field.name(), number);
      case Long number -> json.writeNumberField(field.name(), number);
      default -> json.writeStringField(field.name(), text(field));
    }
  }

  private static String text(Field field) {
    return Redaction.line(field.value().toString());
  }

  private static String quoted(String text) {
    boolean plain = !text.isEmpty() && text.chars().noneMatch(c -> c == ' ' || c == '"');
    return plain ? text : '"' + text.replace("\"", "\\\"") + '"';
  }
}
