// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import dev.podpass.admin.kubeletconfig.EntryProgram.Owner;
import dev.podpass.core.protocol.DockerHub;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.image.ImageReference;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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
 * @param program what is known of the program that it runs
 */
public record FileEntry(
    int line,
    Optional<Text> name,
    Optional<Text> apiVersion,
    List<Text> matchImages,
    Optional<Text> defaultCacheDuration,
    Optional<TokenAttributes> token,
    List<Text> args,
    Map<String, String> env,
    EntryProgram program) {

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
      return patterns().stream().anyMatch(pattern -> pattern.matches(name));
    } catch (CredentialException _) {
      return false;
    }
  }

  /** Its patterns, without those that kubelet would reject. */
  public List<ImagePattern> patterns() {
    return matchImages.stream().flatMap(pattern -> parsed(pattern.text())).toList();
  }

  private static Stream<ImagePattern> parsed(String pattern) {
    try {
      return Stream.of(ImagePattern.parse(pattern));
    } catch (IllegalArgumentException _) {
      return Stream.of();
    }
  }

  /** Whether it runs podpass, as far as is known. */
  public boolean isPodpass() {
    return program.owner() == Owner.PODPASS || program.owner() == Owner.PROBABLY_PODPASS;
  }

  /** The text of an option of podpass's, as a pull reads it. */
  public Optional<String> option(String name) {
    return program.options().apply(name).filter(text -> !text.isBlank());
  }

  /** The same entry with what is known of its program. */
  public FileEntry with(EntryProgram known) {
    return new FileEntry(
        line, name, apiVersion, matchImages, defaultCacheDuration, token, args, env, known);
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
