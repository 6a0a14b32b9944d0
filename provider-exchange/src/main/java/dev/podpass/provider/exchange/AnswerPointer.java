// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import dev.podpass.spi.CloudAnswer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A JSON pointer (RFC 6901) to a field of an answer, through objects alone. */
record AnswerPointer(String text) {
  private static final Pattern FORM = Pattern.compile("(?:/(?:[ -.0-}]|~[01]){1,128}){1,8}");

  /** Parses {@code /name} or {@code /outer/name}. */
  static AnswerPointer parse(String text) {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("must be a JSON pointer such as /data/token");
    }
    return new AnswerPointer(text);
  }

  private List<String> names() {
    return Arrays.stream(text.substring(1).split("/", -1))
        .map(name -> name.replace("~1", "/").replace("~0", "~"))
        .toList();
  }

  /** The object that has the field, or would have it; empty if there is no such object. */
  Optional<CloudAnswer> parent(CloudAnswer answer) {
    CloudAnswer object = answer;
    for (String name : names().subList(0, names().size() - 1)) {
      if (!object.has(name)) {
        return Optional.empty();
      }
      object = object.object(name);
    }
    return Optional.of(object);
  }

  /** Whether an answer has the field. */
  boolean isIn(CloudAnswer answer) {
    return parent(answer).filter(object -> object.has(name())).isPresent();
  }

  String name() {
    return names().getLast();
  }

  @Override
  public String toString() {
    return text;
  }
}
