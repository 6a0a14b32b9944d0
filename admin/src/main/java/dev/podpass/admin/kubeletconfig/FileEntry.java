// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import dev.podpass.admin.kubeletconfig.FileEntry.EntryProgram.Owner;
import dev.podpass.admin.text.YamlValue.Mapping;
import dev.podpass.core.protocol.DockerHub;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.image.ImageReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One of the {@code providers} as it was read from a file; absent fields are empty.
 *
 * @param index its position in the list, from 0
 * @param source all of it as it is written, fields included that kubelet does not know
 * @param env variables that are added to kubelet's own
 */
public record FileEntry(
    int index,
    Mapping source,
    Optional<Text> name,
    Optional<Text> apiVersion,
    List<Text> matchImages,
    Optional<Text> defaultCacheDuration,
    Optional<TokenAttributes> token,
    List<Text> args,
    Map<String, String> env,
    EntryProgram program) {

  /** A text and its line, from 1. */
  public record Text(int line, String text) {}

  public record TokenAttributes(
      int line,
      Optional<Text> audience,
      Optional<Text> cacheType,
      Optional<Boolean> requireServiceAccount,
      List<Text> required,
      List<Text> optional) {
    /** The annotations that kubelet passes on, if a service account has them. */
    public List<String> annotationKeys() {
      return Stream.concat(required.stream(), optional.stream()).map(Text::text).toList();
    }
  }

  public int line() {
    return source.position().line();
  }

  /** All fields that have a value, as a new map. */
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    source
        .plain()
        .forEach((field, value) -> {
          if (value != null) {
            fields.put(field, value);
          }
        });
    return fields;
  }

  /** The audience of the token that kubelet asks for. */
  public Optional<String> audience() {
    return token.flatMap(TokenAttributes::audience).map(Text::text);
  }

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
    return images().stream().map(ImagePattern::accepted).flatMap(Optional::stream).toList();
  }

  /** Whether it runs podpass, as far as is known. */
  public boolean isPodpass() {
    return program.owner() == Owner.PODPASS || program.owner() == Owner.PROBABLY_PODPASS;
  }

  /** The text of an option of podpass's, as a pull reads it. */
  public Optional<String> option(String name) {
    return program.options().apply(name).filter(text -> !text.isBlank());
  }

  /** What podpass does for a pod whose token kubelet does not send, if an option says so. */
  public Optional<String> withoutToken() {
    return option("--without-token").or(() -> option("--otherwise"));
  }

  public FileEntry with(EntryProgram known) {
    return new FileEntry(
        index,
        source,
        name,
        apiVersion,
        matchImages,
        defaultCacheDuration,
        token,
        args,
        env,
        known);
  }

  List<String> images() {
    return matchImages.stream().map(Text::text).toList();
  }

  public List<String> arguments() {
    return args.stream().map(Text::text).toList();
  }

  /** Its name, or a placeholder for a missing one. */
  public String label() {
    return name.map(Text::text).orElse("the provider of line " + line());
  }

  /**
   * What is known of the program that an entry runs.
   *
   * @param options the text of an option of podpass's by its name, as a pull reads it; none if it
   *     is not set, or the settings cannot be read
   * @param files of the node that its options name, by option: they decide what podpass believes
   */
  public record EntryProgram(
      Owner owner,
      Function<String, Optional<String>> options,
      Map<String, String> files,
      Optional<String> unreadable) {

    public enum Owner {
      PODPASS,
      /** It has the name of a plugin that podpass replaces, and was not looked up. */
      PROBABLY_PODPASS,
      ANOTHER,
      /** It was not looked up, and neither its name nor its settings tell. */
      UNKNOWN
    }

    /** The program of an entry that was only parsed. */
    static final EntryProgram UNKNOWN =
        new EntryProgram(Owner.UNKNOWN, _ -> Optional.empty(), Map.of(), Optional.empty());
  }
}
