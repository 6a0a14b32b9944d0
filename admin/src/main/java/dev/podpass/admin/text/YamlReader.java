// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.podpass.admin.text.YamlValue.Field;
import dev.podpass.admin.text.YamlValue.Mapping;
import dev.podpass.admin.text.YamlValue.Position;
import dev.podpass.admin.text.YamlValue.Scalar;
import dev.podpass.admin.text.YamlValue.Sequence;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/** Reads YAML and JSON as kubelet does, with line numbers. */
public final class YamlReader {
  private static final int MAX_DEPTH = 20;
  private static final JsonFactory JSON = new JsonFactory();
  private static final Pattern OTHER_VERSION = Pattern.compile("%YAML\\s+(?!1\\.1\\s*(?:#|$)).*");

  /** The parser's time grows with the square of a line. */
  private static final int LONGEST_LINE = 128 << 10;

  /** The number of values left: without aliases, each takes at least a character of the file. */
  private int budget;

  private YamlReader(int budget) {
    this.budget = budget;
  }

  /** Reads all documents of a file of kubelet's configuration. */
  public static List<YamlValue> read(String text) throws YamlSyntaxException {
    if (isJson(text)) {
      requireJson(text);
    }
    return readKubeconfig(text);
  }

  /** The same of a kubeconfig, which may begin with a brace and be no JSON. */
  public static List<YamlValue> readKubeconfig(String text) throws YamlSyntaxException {
    requireShortLines(text);
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(MAX_DEPTH);
    // JSON may be indented with tabs, and has none within texts.
    String readable = isJson(text) ? text.replace('\t', ' ') : text;
    List<YamlValue> documents = new ArrayList<>();
    YamlReader reader = new YamlReader(text.length() + 1);
    try {
      for (Node node : parser(options).composeAll(new StringReader(readable))) {
        documents.add(reader.value(node, 0));
      }
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      throw new YamlSyntaxException(line, String.valueOf(e.getProblem()));
    } catch (YAMLException e) {
      throw new YamlSyntaxException(1, "it is not YAML");
    }
    return documents;
  }

  private static Yaml parser(LoaderOptions options) {
    DumperOptions unused = new DumperOptions();
    return new Yaml(
        new SafeConstructor(options),
        new Representer(unused),
        unused,
        options,
        new GoYamlResolver());
  }

  private static void requireShortLines(String text) throws YamlSyntaxException {
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      if (line.length() > LONGEST_LINE) {
        throw new YamlSyntaxException(number, "the line is longer than 128 KiB");
      }
      if (OTHER_VERSION.matcher(line).matches()) {
        throw new YamlSyntaxException(number, "kubelet reads only version 1.1");
      }
    }
  }

  /** Kubelet takes no other configuration that begins with a brace. */
  private static void requireJson(String text) throws YamlSyntaxException {
    try (JsonParser json = JSON.createParser(text)) {
      while (json.nextToken() != null) {
        // Each token is valid.
      }
    } catch (JsonProcessingException e) {
      throw new YamlSyntaxException(
          e.getLocation().getLineNr(), "it begins with {, and is not JSON");
    } catch (IOException e) {
      throw new UncheckedIOException("text in memory cannot fail to be read", e);
    }
  }

  public static boolean isJson(String text) {
    return text.stripLeading().startsWith("{");
  }

  private YamlValue value(Node node, int depth) throws YamlSyntaxException {
    int line = node.getStartMark().getLine() + 1;
    if (depth > MAX_DEPTH) {
      throw new YamlSyntaxException(line, "an alias refers to itself, or it is nested too deeply");
    }
    if (--budget < 0) {
      throw new YamlSyntaxException(line, "its aliases expand to too many values");
    }
    return switch (node) {
      case MappingNode mapping -> mapping(mapping, depth);
      case SequenceNode sequence -> {
        List<YamlValue> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
          items.add(value(item, depth + 1));
        }
        yield new Sequence(position(node, sequence.getFlowStyle(), items), items);
      }
      case ScalarNode scalar ->
          new Scalar(
              new Position(line, lastLine(scalar), node.getStartMark().getColumn(), true),
              scalar(scalar));
      default -> throw new YamlSyntaxException(line, "it is not plain YAML");
    };
  }

  private Mapping mapping(MappingNode node, int depth) throws YamlSyntaxException {
    List<Field> fields = new ArrayList<>();
    for (NodeTuple tuple : node.getValue()) {
      int line = tuple.getKeyNode().getStartMark().getLine() + 1;
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw new YamlSyntaxException(line, "a name is not plain text");
      }
      fields.add(new Field(line, key.getValue(), value(tuple.getValueNode(), depth + 1)));
    }
    return new Mapping(
        position(node, node.getFlowStyle(), fields.stream().map(Field::value).toList()), fields);
  }

  /** A block's end mark is the start of the next token, so its last value gives the real end. */
  private static Position position(Node node, FlowStyle style, List<YamlValue> inside) {
    boolean flow = style == FlowStyle.FLOW;
    int line = node.getStartMark().getLine() + 1;
    int last =
        flow || inside.isEmpty()
            ? node.getEndMark().getLine() + 1
            : inside.stream().mapToInt(value -> value.position().lastLine()).max().orElse(line);
    return new Position(line, last, node.getStartMark().getColumn(), flow);
  }

  private static int lastLine(ScalarNode scalar) {
    ScalarStyle style = scalar.getScalarStyle();
    boolean block = style == ScalarStyle.LITERAL || style == ScalarStyle.FOLDED;
    return scalar.getEndMark().getLine() + (block ? 0 : 1);
  }

  private static @Nullable Object scalar(ScalarNode scalar) {
    // Not a constant: the executable's heap has nothing of the library.
    Set<Tag> resolved = Set.of(Tag.NULL, Tag.BOOL, Tag.INT, Tag.FLOAT);
    return resolved.contains(scalar.getTag())
        ? GoYamlResolver.value(scalar.getValue())
        : scalar.getValue();
  }

  /** A syntax error in a YAML or JSON file, with its line. */
  public static final class YamlSyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int line;

    YamlSyntaxException(int line, String message) {
      super(message);
      this.line = line;
    }

    public int line() {
      return line;
    }
  }
}
