// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.trust;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The call of a Terraform module of {@code deploy/terraform}.
 *
 * @param module the name of its folder
 * @param arguments texts, flags, lists of texts, and maps of all of these, in an order that is kept
 * @since 0.1
 */
public record ModuleCall(String module, Map<String, Object> arguments) {
  private static final String SOURCE = "github.com/podpass/podpass//deploy/terraform/";

  /**
   * Adds a value that is not the module's default.
   *
   * @param arguments changed: the value is added at the end
   * @param name the name of the module's variable
   * @param value the value; null for none
   * @param defaultValue the module's default, which is left out
   */
  public static void add(
      Map<String, Object> arguments, String name, @Nullable Object value, Object defaultValue) {
    if (value != null && !value.equals(defaultValue)) {
      arguments.put(name, value);
    }
  }

  /** The text, as {@code terraform fmt} formats it. */
  String text(String tag) {
    return "module \"podpass_%s\" {\n  source = \"%s%s?ref=%s\"\n\n%s}\n"
        .formatted(module, SOURCE, module, TrustScripts.plain(tag), body(arguments, "  "));
  }

  /** First what fits on a line, with aligned equals signs; then what has lines of its own. */
  private static String body(Map<?, ?> map, String indent) {
    int width =
        map.entrySet().stream()
            .filter(entry -> !(entry.getValue() instanceof Map))
            .mapToInt(entry -> key(entry.getKey()).length())
            .max()
            .orElse(1);
    StringBuilder lines = new StringBuilder();
    StringBuilder blocks = new StringBuilder();
    map.forEach((name, value) -> {
      if (value instanceof Map<?, ?> inner) {
        blocks.append(
            "%s%s = {\n%s%s}\n".formatted(indent, key(name), body(inner, indent + "  "), indent));
      } else {
        lines.append(("%s%-" + width + "s = %s\n").formatted(indent, key(name), word(value)));
      }
    });
    return lines.append(blocks).toString();
  }

  private static String key(Object key) {
    String name = key.toString();
    return name.matches("[a-z_][a-z0-9_-]*") ? name : word(name);
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
