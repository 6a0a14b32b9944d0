// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.podpass.testkit.ExampleWorld;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;

/**
 * A {@code CredentialProviderConfig}. Each method gives another one that differs in that alone.
 *
 * @param document as the kubelet reads it
 */
record Configuration(String document) {
  private static final String AUDIENCE = "--gar-audience=";
  private static final YAMLMapper YAML = new YAMLMapper(); // Of which JSON is a part.

  /**
   * What {@code podpass config} prints. Google's pool is the example's if no option names another.
   *
   * @param providers as in {@code --providers}
   */
  static Configuration of(String providers, String... options) {
    return new Configuration(BuiltPlugin.print(commandLine("config", providers, options)));
  }

  /** A command that takes providers, whose options say what they need. */
  static List<String> commandLine(String command, String providers, String... options) {
    List<String> line = new ArrayList<>(List.of(command, "--providers=" + providers));
    line.addAll(List.of(options));
    boolean pool = line.stream().anyMatch(option -> option.startsWith(AUDIENCE));
    if (List.of(providers.split(",", -1)).contains("gar") && !pool) {
      line.add(AUDIENCE + ExampleWorld.GCP_PROVIDER);
    }
    return line;
  }

  /** With more arguments for the plugin. */
  Configuration args(String... more) {
    return changed(provider -> List.of(more).forEach(provider.withArray("args")::add));
  }

  /** With more arguments for the plugin in the entry of this name. */
  Configuration argsOf(String name, String... more) {
    return changed(provider -> {
      if (provider.path("name").asText().equals(name)) {
        List.of(more).forEach(provider.withArray("args")::add);
      }
    });
  }

  /** With one more pattern of images. */
  Configuration matching(String pattern) {
    return changed(provider -> provider.withArray("matchImages").add(pattern));
  }

  /** With another {@code cacheType}. */
  Configuration cacheType(String type) {
    return changed(provider -> provider.withObject("tokenAttributes").put("cacheType", type));
  }

  /** The names of its providers, which are their executables. */
  List<String> names() {
    return StreamSupport.stream(providers(read(document)).spliterator(), false)
        .map(provider -> provider.path("name").asText())
        .toList();
  }

  /** With the entries of another one behind these. */
  Configuration and(Configuration other) {
    ObjectNode root = read(document);
    providers(root).addAll(providers(read(other.document)));
    return new Configuration(root.toString());
  }

  private Configuration changed(Consumer<ObjectNode> change) {
    ObjectNode root = read(document);
    providers(root).forEach(provider -> change.accept((ObjectNode) provider));
    return new Configuration(root.toString());
  }

  private static ArrayNode providers(ObjectNode root) {
    return root.withArray("providers");
  }

  private static ObjectNode read(String document) {
    try {
      JsonNode root = YAML.readTree(document);
      return (ObjectNode) root;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
