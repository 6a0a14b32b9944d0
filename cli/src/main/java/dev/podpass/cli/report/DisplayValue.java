// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.report;

import dev.podpass.admin.text.RelativeTime;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A fact that programs want in another form than people.
 *
 * @param json as in JSON: a map, a list, a text, a number, or nothing
 * @param text as in a sentence
 */
public record DisplayValue(@Nullable Object json, String text) {

  /** A time: ISO 8601, or so long from now. */
  static DisplayValue time(Instant instant, Instant now) {
    return new DisplayValue(instant.toString(), RelativeTime.fromNow(instant, now));
  }

  /** An object of Kubernetes. */
  static DisplayValue object(String name, Optional<String> uid) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", name);
    uid.ifPresent(id -> json.put("uid", id));
    return new DisplayValue(json, name + uid.map(id -> " (uid " + id + ")").orElse(""));
  }

  /** A list, or the word for an empty one. */
  public static Object listOrNone(List<?> list) {
    return list.isEmpty() ? new DisplayValue(list, "none") : list;
  }

  @Override
  public String toString() {
    return text;
  }
}
