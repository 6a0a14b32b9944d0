// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.aws;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The fields of an {@code application/x-www-form-urlencoded} body, each there at most once. */
record Form(Map<String, String> fields) {
  Form {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  static Form parse(String body) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String pair : body.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals < 0) {
        throw new Refusal(400, "MalformedQueryString", "no '=' in " + pair);
      }
      String name = decode(pair.substring(0, equals));
      if (fields.put(name, decode(pair.substring(equals + 1))) != null) {
        throw new Refusal(400, "MalformedQueryString", name + " is given twice");
      }
    }
    return new Form(fields);
  }

  String require(String name) {
    return get(name)
        .filter(value -> !value.isEmpty())
        .orElseThrow(() ->
            new Refusal(
                400,
                "ValidationError",
                "1 validation error detected: Value null at '%s' failed to satisfy constraint: Member must not be null"
                    .formatted(name)));
  }

  Optional<String> get(String name) {
    return Optional.ofNullable(fields.get(name));
  }

  void requireOnly(Set<String> known) {
    for (String name : fields.keySet()) {
      if (!known.contains(name)) {
        throw new Refusal(400, "ValidationError", "the testkit does not know the field " + name);
      }
    }
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new Refusal(400, "MalformedQueryString", "bad escape in " + text);
    }
  }
}
