// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.core.util.Separators.Spacing;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/** Writes trees of maps, lists, texts, numbers and booleans as YAML or JSON, in iteration order. */
public final class Documents {
  private static final JsonFactory JSON = new JsonFactory();

  /**
   * What every reader of YAML takes for a text: with a letter that no number has, and longer than
   * the {@code y} and {@code n} of kubelet's reader. That of YAML 1.1 judges the words.
   */
  private static final Pattern PLAIN =
      Pattern.compile("(?:[A-Za-z/]|--[a-z])[ -~]+|[0-9][ -~]*[g-np-wyzG-NP-WYZ/][ -~]*");

  private static final Pattern IN_LINE = Pattern.compile("[ -~]*");

  private Documents() {}

  /** Writes YAML in block style; sequences are indented, as in the Kubernetes documentation. */
  public static String yaml(Object tree) {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(FlowStyle.BLOCK);
    options.setIndicatorIndent(2);
    options.setIndentWithIndicator(true);
    options.setSplitLines(false);
    options.setAllowUnicode(false);
    return new Yaml(new SafeConstructor(new LoaderOptions()), new Texts(options), options)
        .dump(tree);
  }

  /** Quotes each text that a reader of YAML may take for something else. */
  private static final class Texts extends Representer {
    Texts(DumperOptions options) {
      super(options);
      representers.put(
          String.class, text -> representScalar(Tag.STR, (String) text, style((String) text)));
    }

    private static ScalarStyle style(String text) {
      return PLAIN.matcher(text).matches()
          ? ScalarStyle.PLAIN
          : IN_LINE.matcher(text).matches() ? ScalarStyle.SINGLE_QUOTED : ScalarStyle.DOUBLE_QUOTED;
    }
  }

  public static String json(Object tree) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.setPrettyPrinter(printer());
      write(tree, json);
    } catch (IOException e) {
      throw new UncheckedIOException("text in memory cannot fail to be written", e);
    }
    return text.append('\n').toString();
  }

  private static void write(@Nullable Object value, JsonGenerator json) throws IOException {
    switch (value) {
      case Map<?, ?> map -> {
        json.writeStartObject();
        for (Map.Entry<?, ?> field : map.entrySet()) {
          json.writeFieldName(String.valueOf(field.getKey()));
          write(field.getValue(), json);
        }
        json.writeEndObject();
      }
      case Collection<?> list -> {
        json.writeStartArray();
        for (Object item : list) {
          write(item, json);
        }
        json.writeEndArray();
      }
      case String text -> json.writeString(text);
      case Boolean flag -> json.writeBoolean(flag);
      case Number number -> json.writeNumber(number.toString());
      case null -> json.writeNull();
      default ->
          throw new IllegalArgumentException(
              "only maps, lists, texts, numbers and booleans, not " + value.getClass());
    }
  }

  private static DefaultPrettyPrinter printer() {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(
            Separators.createDefaultInstance().withObjectFieldValueSpacing(Spacing.AFTER));
    printer.indentArraysWith(indenter);
    printer.indentObjectsWith(indenter);
    return printer;
  }
}
