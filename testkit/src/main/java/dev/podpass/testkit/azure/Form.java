// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import dev.podpass.testkit.net.ReceivedRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The fields of a form or a query, each there at most once. */
record Form(Map<String, String> fields) {
  private static final Pattern CONTENT_TYPE =
      Pattern.compile(
          "application/x-www-form-urlencoded(; ?charset=utf-8)?", Pattern.CASE_INSENSITIVE);

  Form {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /** The form that a request carries. */
  static Form of(ReceivedRequest request) {
    String type = request.header("Content-Type").orElse("none");
    if (!CONTENT_TYPE.matcher(type).matches()) {
      throw malformed("Content-Type is " + type);
    }
    if (request.headers().has("Authorization")) {
      throw malformed("the form says who asks, yet Authorization was sent");
    }
    return parse(request.body().text());
  }

  static Form parse(String text) {
    if (text.isEmpty()) {
      return new Form(Map.of());
    }
    Map<String, String> fields = new LinkedHashMap<>();
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals < 0) {
        throw malformed("no '=' in " + pair);
      }
      String name = decode(pair.substring(0, equals));
      if (fields.put(name, decode(pair.substring(equals + 1))) != null) {
        throw malformed(name + " is given twice");
      }
    }
    return new Form(fields);
  }

  /** The value of a field, if it is there and not empty. */
  Optional<String> get(String name) {
    return Optional.ofNullable(fields.get(name)).filter(value -> !value.isEmpty());
  }

  Form requireOnly(Set<String> known) {
    for (String name : fields.keySet()) {
      if (!known.contains(name)) {
        throw malformed("the testkit does not know the field " + name);
      }
    }
    return this;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw malformed("bad escape in " + text);
    }
  }

  private static Refusal malformed(String message) {
    return new Refusal(400, "invalid_request", message);
  }
}
