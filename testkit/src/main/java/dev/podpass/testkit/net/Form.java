// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.net;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The fields of a form or a query string, each of which may occur once. */
public record Form(Map<String, String> fields) {
  public Form {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /**
   * Parses {@code application/x-www-form-urlencoded} text.
   *
   * @param malformed makes the exception for malformed text, in the service's words
   */
  public static Form parse(String text, Function<String, ? extends RuntimeException> malformed) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals < 0) {
        throw malformed.apply("no '=' in a field of the form");
      }
      try {
        String name = decode(pair.substring(0, equals));
        if (fields.put(name, decode(pair.substring(equals + 1))) != null) {
          throw malformed.apply(name + " is given twice");
        }
      } catch (IllegalArgumentException e) {
        throw malformed.apply("bad escape in a field of the form");
      }
    }
    return new Form(fields);
  }

  public Optional<String> get(String name) {
    return Optional.ofNullable(fields.get(name));
  }

  /** The value of a field, if it is present and not empty. */
  public Optional<String> nonEmpty(String name) {
    return get(name).filter(value -> !value.isEmpty());
  }

  public Form requireOnly(
      Set<String> known, Function<String, ? extends RuntimeException> malformed) {
    for (String name : fields.keySet()) {
      if (!known.contains(name)) {
        throw malformed.apply("the testkit does not know the field " + name);
      }
    }
    return this;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
