// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.trust;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The call of a Terraform module of {@code deploy/terraform}.
 *
 * @param module the name of its folder
 * @param arguments texts, numbers, flags, lists of texts, and maps of all of these, in their order
 * @since 0.1
 */
public record ModuleCall(String module, Map<String, Object> arguments) {
  private static final String SOURCE = "github.com/podpass/podpass//deploy/terraform/";

  /** The text, as {@code terraform fmt} formats it. */
  String text() {
    return "module \"podpass_%s\" {\n  source = \"%s%s\"\n\n%s}\n"
        .formatted(module, SOURCE, module, body(arguments, "  "));
  }

  /**
   * What fits on a line comes first, with its equals signs aligned; what has lines of its own
   * after.
   */
  private static String body(Map<?, ?> map, String indent) {
    List<String> lines = new ArrayList<>();
    int width =
        map.entrySet().stream()
            .filter(entry -> !(entry.getValue() instanceof Map))
            .mapToInt(entry -> key(entry.getKey()).length())
            .max()
            .orElse(0);
    map.forEach((name, value) -> {
      if (!(value instanceof Map)) {
        lines.add(indent + padded(key(name), width) + " = " + word(value) + "\n");
      }
    });
    map.forEach((name, value) -> {
      if (value instanceof Map<?, ?> inner) {
        lines.add(
            "%s%s = {\n%s%s}\n".formatted(indent, key(name), body(inner, indent + "  "), indent));
      }
    });
    return String.join("", lines);
  }

  private static String key(Object key) {
    String name = key.toString();
    return name.matches("[a-z_][a-z0-9_-]*") ? name : "\"" + TrustScripts.plain(name) + "\"";
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(width - text.length());
  }

  private static String word(Object value) {
    return switch (value) {
      case List<?> list ->
          list.stream().map(ModuleCall::word).collect(Collectors.joining(", ", "[", "]"));
      case Boolean flag -> flag.toString();
      default -> "\"" + TrustScripts.plain(value.toString()) + "\"";
    };
  }
}
