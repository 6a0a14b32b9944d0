// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.spi.Exchange.Parameter;
import dev.podpass.spi.ProviderOption;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The fixed fields of a request, in order, with different names. */
record RequestFields(List<Parameter> fields) {
  /** Parses the name of a field. */
  static final Function<String, String> NAME =
      ProviderOption.matching("[A-Za-z0-9_.-]{1,128}", "must be the name of a field");

  /**
   * The fields that say what a request is and who sends it (RFC 8693 section 2.1, RFC 7521 section
   * 4.2).
   */
  private static final Set<String> RESERVED =
      Set.of(
          "grant_type",
          "resource",
          "audience",
          "scope",
          "requested_token_type",
          "subject_token",
          "subject_token_type",
          "actor_token",
          "actor_token_type",
          "client_id",
          "client_secret",
          "client_assertion",
          "client_assertion_type");

  RequestFields {
    fields = List.copyOf(fields);
  }

  /** Parses {@code NAME=VALUE}, several separated by commas; {@code %2C} in a value is a comma. */
  static RequestFields parse(String text) {
    List<Parameter> fields =
        text.isEmpty()
            ? List.of()
            : Arrays.stream(text.split(",", -1)).map(RequestFields::field).toList();
    if (fields.stream().map(field -> canonical(field.name())).distinct().count() < fields.size()) {
      throw new IllegalArgumentException("must not repeat a name");
    }
    return new RequestFields(fields);
  }

  private static Parameter field(String text) {
    String[] parts = text.split("=", 2);
    if (parts.length < 2) {
      throw new IllegalArgumentException("must be NAME=VALUE, separated by commas");
    }
    if (!parts[1].equals(parts[1].strip())) {
      throw new IllegalArgumentException("must not begin or end a value with a space: write %20");
    }
    // Of URLs, percent signs alone are decoded.
    return new Parameter(
        NAME.apply(parts[0]), URLDecoder.decode(parts[1].replace("+", "%2B"), UTF_8));
  }

  /** Requires the name of a field that the owner of a pod may fill in. */
  static String requireOwners(String text) {
    if (RESERVED.contains(canonical(NAME.apply(text)))) {
      throw new IllegalArgumentException(
          "must not be a field of RFC 8693, which are the operator's: set it with"
              + " --exchange-fields");
    }
    return text;
  }

  /** The name as a lenient server may read it: PHP's reads a dot as an underscore. */
  private static String canonical(String name) {
    return name.toLowerCase(Locale.ROOT).replace('.', '_');
  }

  Optional<String> find(String name) {
    return fields.stream()
        .filter(field -> field.name().equals(name))
        .map(Parameter::value)
        .findFirst();
  }

  RequestFields without(List<String> names) {
    return new RequestFields(
        fields.stream().filter(field -> !names.contains(field.name())).toList());
  }

  boolean has(String name) {
    return fields.stream().anyMatch(field -> canonical(field.name()).equals(canonical(name)));
  }

  /** These fields, after those of the others that they do not replace. */
  RequestFields over(List<Parameter> others) {
    List<Parameter> all =
        new ArrayList<>(others.stream().filter(other -> !has(other.name())).toList());
    all.addAll(fields);
    return new RequestFields(all);
  }

  /** These fields and one more. */
  RequestFields and(String name, String value) {
    List<Parameter> all = new ArrayList<>(fields);
    all.add(new Parameter(name, value));
    return new RequestFields(all);
  }
}
