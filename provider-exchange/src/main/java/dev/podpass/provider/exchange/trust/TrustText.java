// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange.trust;

import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.trust.ScriptParts;
import dev.podpass.spi.trust.ScriptTemplate;
import dev.podpass.spi.trust.TrustRequest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A script or a Terraform module for one registry, made of templates and its values. */
final class TrustText {
  /** The parts of a script with an annotation. */
  private static final ScriptTemplate ANNOTATING =
      ScriptParts.MESSAGES.then(ScriptParts.CLUSTER).then(ScriptParts.ANNOTATE);

  private static final ScriptTemplate REMOVING =
      ScriptParts.MESSAGES.then(ScriptParts.CLUSTER).then(ScriptParts.REMOVE_ANNOTATION);

  private final Map<String, String> words;
  private final Map<String, String> parts = new HashMap<>();
  private final List<ImageReference> images;

  /**
   * The values that every registry needs.
   *
   * @param audience the audience of the tokens
   */
  TrustText(TrustRequest request, String audience) {
    images = request.images();
    words = request.words();
    words.put("AUDIENCE", audience);
    parts.put("IMAGES", request.imageLines());
  }

  /** Adds a value, which must be a plain word. */
  TrustText word(String name, String value) {
    words.put(name, value);
    return this;
  }

  /** Adds a value of an option whose own grammar excludes quotes and dollar signs. */
  TrustText part(String name, String value) {
    parts.put(name, value);
    return this;
  }

  /** Adds a line for each different name of the images. */
  TrustText each(String name, Function<ImageReference, String> naming, String line) {
    return part(
        name,
        images.stream()
            .map(naming)
            .distinct()
            .map(line::formatted)
            .collect(Collectors.joining())
            .stripTrailing());
  }

  /** The organization of the first image: where its repository begins with it. */
  static String organization(TrustRequest request) {
    return request.images().getFirst().repository().split("/", 2)[0];
  }

  /**
   * The template of a script that annotates the service account. To be called for constants only,
   * because the executable has no resources.
   *
   * @param names the parts: what it does, what it needs, and what comes after the common functions
   */
  static ScriptTemplate annotating(String... names) {
    return script(ANNOTATING, names);
  }

  /** The template of a script that removes the annotation. */
  static ScriptTemplate removing(String... names) {
    return script(REMOVING, names);
  }

  /** The template of a script without an annotation. */
  static ScriptTemplate plain(String... names) {
    return script(ScriptParts.MESSAGES, names);
  }

  private static ScriptTemplate script(ScriptTemplate functions, String... names) {
    ScriptTemplate head = part(names[0]).then(part(names[1])).then(functions);
    return Arrays.stream(names).skip(2).map(TrustText::part).reduce(head, ScriptTemplate::then);
  }

  /** The template of a file, such as a Terraform module. */
  static ScriptTemplate part(String name) {
    return ScriptTemplate.beside(TrustText.class, name);
  }

  String fill(ScriptTemplate template) {
    return template.fill(words, parts);
  }
}
