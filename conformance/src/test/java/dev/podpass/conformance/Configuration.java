// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;

/**
 * A {@code CredentialProviderConfig}. Each method gives another one that differs in that alone.
 *
 * @param document as the kubelet reads it
 */
record Configuration(String document) {
  private static final YAMLMapper YAML = new YAMLMapper();

  static Configuration of(String provider) {
    try (InputStream in =
        Configuration.class.getResourceAsStream("/providers/" + provider + ".yaml")) {
      if (in == null) {
        throw new IllegalArgumentException("no configuration of " + provider);
      }
      return new Configuration(YAML.writeValueAsString(YAML.readTree(in)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With more arguments for the plugin. */
  Configuration args(String... more) {
    return changed(provider -> List.of(more).forEach(provider.withArray("args")::add));
  }

  /** With one more pattern of images. */
  Configuration matching(String pattern) {
    return changed(provider -> provider.withArray("matchImages").add(pattern));
  }

  /** With another {@code cacheType}. */
  Configuration cacheType(String type) {
    return changed(provider -> provider.withObject("tokenAttributes").put("cacheType", type));
  }

  /** With another audience of the tokens. */
  Configuration audience(String audience) {
    return changed(provider ->
        provider.withObject("tokenAttributes").put("serviceAccountTokenAudience", audience));
  }

  /** The names of its providers, which are their executables. */
  List<String> names() {
    return StreamSupport.stream(providers(read(document)).spliterator(), false)
        .map(provider -> provider.path("name").asText())
        .toList();
  }

  private Configuration changed(Consumer<ObjectNode> change) {
    ObjectNode root = read(document);
    providers(root).forEach(provider -> change.accept((ObjectNode) provider));
    try {
      return new Configuration(YAML.writeValueAsString(root));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
