// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.kubelet;

/** Strings as Go's encoder writes them, which escapes what HTML might trip over. */
final class GoJson {
  private GoJson() {}

  static String quote(String text) {
    var quoted = new StringBuilder(text.length() + 2).append('"');
    text.codePoints().forEach(c -> quoted.append(escape(c)));
    return quoted.append('"').toString();
  }

  private static String escape(int c) {
    return switch (c) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '\b' -> "\\b";
      case '\f' -> "\\f";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      case '<', '>', '&', 0x2028, 0x2029 -> unicode(c);
      default -> c < ' ' ? unicode(c) : Character.toString(c);
    };
  }

  private static String unicode(int c) {
    return "\\u%04x".formatted(c);
  }
}
