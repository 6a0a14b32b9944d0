// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.report;

import dev.podpass.admin.text.Facts;
import dev.podpass.admin.text.RelativeTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A value with a form in JSON (a map, a list, a text, a number, or null) and one in text. */
public record DisplayValue(@Nullable Object json, String text) {

  /** A time: ISO 8601 in JSON, relative in text. */
  public static DisplayValue time(Instant instant, Instant now) {
    return new DisplayValue(
        instant.truncatedTo(ChronoUnit.SECONDS).toString(), RelativeTime.fromNow(instant, now));
  }

  static DisplayValue object(String name, Optional<String> uid) {
    return new DisplayValue(
        Facts.of("name", name, "uid", uid), name + uid.map(id -> " (uid " + id + ")").orElse(""));
  }

  public static Object listOrNone(List<?> list) {
    return list.isEmpty() ? new DisplayValue(list, "none") : list;
  }

  @Override
  public String toString() {
    return text;
  }

  /** A text that podpass made, of several lines; in text each line is printed below its name. */
  public record TextBlock(String json, List<String> lines) {
    public TextBlock {
      lines = List.copyOf(lines);
    }
  }
}
