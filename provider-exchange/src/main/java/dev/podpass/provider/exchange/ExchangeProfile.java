// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.json.StrictJson;
import dev.podpass.spi.json.StrictJson.MalformedJsonException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How a service exchanges tokens: values of the settings that describe its request and answer. A
 * JSON object whose fields are those of {@link ExchangeOptions#PROFILE_FIELDS}.
 */
record ExchangeProfile(Map<String, String> values, String source) {
  static final ProviderOption<ExchangeProfile> OPTION =
      ProviderOption.of(
              "exchange-profile",
              "PROFILE",
              "How the service exchanges tokens: a JSON object with the fields of a profile, or a"
                  + " file that has it.",
              ExchangeProfile::parse)
          .shared();

  static final ExchangeProfile NONE = new ExchangeProfile(Map.of(), "");

  private static final int MAX_BYTES = 1 << 16;

  ExchangeProfile {
    values = Map.copyOf(values);
  }

  /** A profile that podpass has itself. */
  static ExchangeProfile of(Map<String, String> values) {
    return new ExchangeProfile(values, "the preset");
  }

  /** Parses a JSON object, or the file that has it. */
  static ExchangeProfile parse(String text) {
    boolean inline = text.startsWith("{");
    try {
      ObjectNode object = StrictJson.object(inline ? text.getBytes(UTF_8) : bytes(Path.of(text)));
      Map<String, String> values = new HashMap<>();
      object.properties().forEach(field -> values.put(field.getKey(), value(field.getValue())));
      ExchangeProfile profile = new ExchangeProfile(values, inline ? "the profile" : text);
      var _ = profile.in(ProviderSettings.NONE);
      return profile;
    } catch (IOException | MalformedJsonException | CredentialException e) {
      throw new IllegalArgumentException("cannot be used: " + e.getMessage(), e);
    }
  }

  private static byte[] bytes(Path file) throws IOException {
    // A pipe would block, and a device may be endless.
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException("must be a JSON object, or a file with one");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(MAX_BYTES);
    }
  }

  /** A text, or the fields of an object as their option writes them. */
  private static String value(JsonNode value) {
    if (value instanceof ObjectNode fields) {
      return fields.properties().stream()
          .map(field -> field.getKey() + "=" + escaped(text(field.getValue())))
          .collect(Collectors.joining(","));
    }
    return text(value);
  }

  private static String text(JsonNode value) {
    if (!value.isTextual()) {
      throw new IllegalArgumentException("has a field that is neither text nor an object of texts");
    }
    return value.textValue();
  }

  private static String escaped(String text) {
    return text.replace("%", "%25").replace(",", "%2C");
  }

  /** The settings with the values of this profile where the operator has set none. */
  ProviderSettings in(ProviderSettings settings) {
    ProviderSettings all = settings;
    for (Map.Entry<String, String> value : new TreeMap<>(values).entrySet()) {
      ProviderOption<?> option = field(value.getKey());
      if (all.find(option).filter(set -> !set.isDefault()).isEmpty()) {
        all = all.set(option, new Sourced<>(value.getValue(), source));
      }
    }
    return all;
  }

  private static ProviderOption<?> field(String name) {
    ProviderOption<?> option = ExchangeOptions.PROFILE_FIELDS.get(name);
    if (option == null) {
      throw new IllegalArgumentException(
          "has the unknown field %s; the fields are %s"
              .formatted(name, String.join(", ", ExchangeOptions.PROFILE_FIELDS.keySet())));
    }
    return option;
  }
}
