// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.net;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The header fields of a message in their order; names are compared without regard to case. */
public record Headers(List<Field> fields) {
  /** No fields. */
  public static final Headers NONE = new Headers(List.of());

  /** One field, as it was written. */
  public record Field(String name, String value) {}

  public Headers {
    fields = List.copyOf(fields);
  }

  /** These fields and one more. */
  public Headers with(String name, String value) {
    return new Headers(Stream.concat(fields.stream(), Stream.of(new Field(name, value))).toList());
  }

  /** The value of the first field of that name. */
  public Optional<String> first(String name) {
    return all(name).findFirst();
  }

  /** The values of all fields of that name. */
  public List<String> values(String name) {
    return all(name).toList();
  }

  /** Whether there is a field of that name. */
  public boolean has(String name) {
    return first(name).isPresent();
  }

  private Stream<String> all(String name) {
    return fields.stream().filter(field -> field.name().equalsIgnoreCase(name)).map(Field::value);
  }
}
