// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.log;

import dev.podpass.core.log.Log.Field;
import dev.podpass.spi.secret.Redaction;
import java.util.List;

/** A log line of {@code key=value} text. All values pass through {@link Redaction}. */
public final class LogLine {
  /** The level of a failure. */
  public static final String ERROR = "error";

  private LogLine() {}

  /** Returns the line with its line end; the level is in lower case. */
  public static String of(String level, String message, List<Field> fields) {
    StringBuilder line = new StringBuilder("podpass: ");
    line.append(level.equals(ERROR) ? "" : level + " ").append(Redaction.line(message));
    for (Field field : fields) {
      String value = Redaction.line(field.value().toString());
      line.append(' ').append(field.name()).append('=').append(quoted(value));
    }
    return line.append('\n').toString();
  }

  private static String quoted(String text) {
    boolean plain = !text.isEmpty() && text.chars().noneMatch(c -> c == ' ' || c == '"');
    return plain ? text : '"' + text.replace("\"", "\\\"") + '"';
  }
}
