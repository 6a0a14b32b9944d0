// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import dev.podpass.core.protocol.DockerHub;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.image.ImageReference;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One of the {@code providers} as it was read from a file; absent fields are empty.
 *
 * @param line the line it begins on
 * @param name the file that kubelet runs
 * @param apiVersion of requests and responses
 * @param matchImages its patterns
 * @param defaultCacheDuration as it is written
 * @param token its {@code tokenAttributes}
 * @param args the arguments of the plugin
 * @param env variables that are added to kubelet's own
 */
public record FileEntry(
    int line,
    Optional<Text> name,
    Optional<Text> apiVersion,
    List<Text> matchImages,
    Optional<Text> defaultCacheDuration,
    Optional<TokenAttributes> token,
    List<Text> args,
    Map<String, String> env) {

  /**
   * A text and its line.
   *
   * @param line from 1
   * @param text as it is read
   */
  public record Text(int line, String text) {}

  /**
   * The {@code tokenAttributes}.
   *
   * @param line the line they begin on
   * @param audience {@code serviceAccountTokenAudience}
   * @param cacheType as it is written
   * @param requireServiceAccount whether kubelet skips the plugin for pods without a service
   *     account
   * @param required {@code requiredServiceAccountAnnotationKeys}
   * @param optional {@code optionalServiceAccountAnnotationKeys}
   */
  public record TokenAttributes(
      int line,
      Optional<Text> audience,
      Optional<Text> cacheType,
      Optional<Boolean> requireServiceAccount,
      List<Text> required,
      List<Text> optional) {}

  /** Whether kubelet runs it for a pod's image, as the pod names it. */
  public boolean matches(String image) {
    try {
      String name = ImageReference.parse(DockerHub.expand(image)).name();
      return matchImages.stream().anyMatch(pattern -> matches(pattern.text(), name));
    } catch (CredentialException _) {
      return false;
    }
  }

  private static boolean matches(String pattern, String name) {
    try {
      return ImagePattern.parse(pattern).matches(name);
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /** Whether it is written for podpass, by its name or its arguments. */
  public boolean isPodpass() {
    return label().startsWith("podpass")
        || args.stream().anyMatch(arg -> arg.text().matches("--provider(=.*)?"));
  }

  /** The last value of an option in its arguments, written as {@code --x=v} or {@code --x v}. */
  public Optional<String> option(String name) {
    return option(arguments(), name);
  }

  /** The last value of an option in arguments. */
  public static Optional<String> option(List<String> given, String name) {
    Optional<String> value = Optional.empty();
    for (int i = 0; i < given.size(); i++) {
      if (given.get(i).startsWith(name + "=")) {
        value = Optional.of(given.get(i).substring(name.length() + 1));
      } else if (given.get(i).equals(name) && i + 1 < given.size()) {
        value = Optional.of(given.get(i + 1));
      }
    }
    return value.filter(text -> !text.isBlank());
  }

  /** Its arguments without their lines. */
  public List<String> arguments() {
    return args.stream().map(Text::text).toList();
  }

  /** Its name, or a placeholder for a missing one. */
  public String label() {
    return name.map(Text::text).orElse("the provider of line " + line);
  }
}
