// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.testing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What can go wrong with each element of an answer in XML, by a name for each fault. */
final class XmlMutations {
  private static final Pattern LEAF = Pattern.compile("<(\\w+)>([^<]+)</\\1>");

  private XmlMutations() {}

  /** All faults of a document of this shape; each is applied to another document of it. */
  static Map<String, UnaryOperator<String>> of(String genuine) {
    Map<String, UnaryOperator<String>> all = new LinkedHashMap<>();
    all.put("a second document", body -> body + body);
    all.put("something after it", body -> body + "x");
    all.put("cut short", body -> body.substring(0, body.length() / 2));
    all.put(
        "a document type",
        body -> "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>" + body);
    all.put(
        "its credentials repeated",
        body -> body.replaceAll("(?s)(<Credentials>.*</Credentials>)", "$1$1"));
    Matcher leaf = LEAF.matcher(genuine);
    while (leaf.find()) {
      elementFaults(leaf.group(1), all);
    }
    return all;
  }

  private static void elementFaults(String name, Map<String, UnaryOperator<String>> all) {
    element(all, name, "missing", _ -> "");
    element(all, name, "empty", _ -> "<" + name + "/>");
    content(all, name, "a space", _ -> " ");
    content(all, name, "an element", value -> "<a>" + value + "</a>");
    content(all, name, "a number", _ -> "-1");
    content(all, name, "1 MiB long", _ -> "a".repeat(1 << 20));
    content(all, name, "512 KiB long", _ -> "a".repeat(1 << 19));
    content(all, name, "no date", _ -> "tomorrow");
    content(all, name, "a date that is past", _ -> "2001-01-01T00:00:00Z");
    content(all, name, "the year 9999", _ -> "9999-12-31T23:59:59Z");
    content(all, name, "beyond any year", _ -> "+1000000000-01-01T00:00:00Z");
    content(all, name, "with a new line", value -> value + "&#13;&#10;X-Evil: 1");
    content(all, name, "with a NUL", value -> value + "\u0000");
    content(all, name, "with what is not ASCII", value -> value + "&#x202e;");
    content(all, name, "an entity", _ -> "&e;");
    content(all, name, "not UTF-8", value -> value + BadCloud.NOT_UTF8);
    element(all, name, "repeated", whole -> whole + whole);
    element(
        all, name, "repeated under a prefix", whole -> whole + whole.replace(name, "x:" + name));
  }

  private static void content(
      Map<String, UnaryOperator<String>> all,
      String name,
      String fault,
      UnaryOperator<String> content) {
    element(
        all,
        name,
        fault,
        whole -> {
          String tag = "<" + name + ">";
          String value = whole.substring(tag.length(), whole.length() - tag.length() - 1);
          return tag + content.apply(value) + "</" + name + ">";
        });
  }

  private static void element(
      Map<String, UnaryOperator<String>> all,
      String name,
      String fault,
      UnaryOperator<String> element) {
    Pattern whole = Pattern.compile("<" + name + ">[^<]*</" + name + ">");
    all.put(
        name + " " + fault,
        body ->
            whole
                .matcher(body)
                .replaceFirst(match -> Matcher.quoteReplacement(element.apply(match.group()))));
  }
}
