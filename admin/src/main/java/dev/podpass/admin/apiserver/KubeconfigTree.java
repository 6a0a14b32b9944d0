// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.apiserver;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.admin.text.YamlReader;
import dev.podpass.admin.text.YamlSyntaxException;
import dev.podpass.admin.text.YamlValue;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A node of a kubeconfig's YAML tree. It holds keys and tokens, and its messages never quote them.
 *
 * @see <a href="https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/">kubeconfig (v1)</a>
 */
final class KubeconfigTree {
  private final Map<?, ?> fields;

  private KubeconfigTree(Map<?, ?> fields) {
    this.fields = fields;
  }

  static KubeconfigTree parse(String text) {
    try {
      List<YamlValue> documents = YamlReader.read(text);
      if (documents.size() == 1 && documents.getFirst().plain() instanceof Map<?, ?> fields) {
        return new KubeconfigTree(fields);
      }
    } catch (YamlSyntaxException _) {
      // The parser's message quotes the text, and so perhaps a key.
    }
    throw unusable("it is not a kubeconfig");
  }

  static CredentialException unusable(String why) {
    return new CredentialException(Kind.CONFIGURATION, why);
  }

  /** The item with that name in one of the lists; empty if there is none. */
  KubeconfigTree named(String list, Optional<String> name) {
    List<?> items = fields.get(list) instanceof List<?> found ? found : List.of();
    return items.stream()
        .filter(Map.class::isInstance)
        .map(item -> new KubeconfigTree((Map<?, ?>) item))
        .filter(item -> name.isPresent() && item.text("name").equals(name))
        .findFirst()
        .orElseGet(() -> new KubeconfigTree(Map.of()));
  }

  /** The value of a field. */
  KubeconfigTree in(String field) {
    return new KubeconfigTree(fields.get(field) instanceof Map<?, ?> inner ? inner : Map.of());
  }

  boolean has(String field) {
    Object value = fields.get(field);
    return value != null && !Boolean.FALSE.equals(value);
  }

  Optional<String> text(String field) {
    return fields.get(field) instanceof String text && !text.isEmpty()
        ? Optional.of(text)
        : Optional.empty();
  }

  /**
   * The content of the file that a field names, or of its {@code -data} field in base64, which
   * takes precedence.
   */
  Optional<String> fileOrData(String field, ReferencedFiles files) {
    try {
      return text(field + "-data")
          .map(
              base64 -> new String(Base64.getDecoder().decode(base64.replaceAll("\\s", "")), UTF_8))
          .or(() -> text(field).flatMap(files::read));
    } catch (IllegalArgumentException _) {
      throw unusable("its " + field + "-data is not base64");
    }
  }
}
