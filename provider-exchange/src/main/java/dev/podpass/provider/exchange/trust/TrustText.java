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
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A script or a Terraform module for one registry, made of templates and its values. */
final class TrustText {
  /** What a script with an annotation needs. */
  private static final ScriptTemplate ANNOTATING =
      ScriptParts.MESSAGES.then(ScriptParts.CLUSTER).then(ScriptParts.ANNOTATE);

  private static final ScriptTemplate REMOVING =
      ScriptParts.MESSAGES.then(ScriptParts.CLUSTER).then(ScriptParts.REMOVE_ANNOTATION);

  /** Constants, because an executable has no files beside its classes. */
  private static final Map<String, ScriptTemplate> PARTS =
      Stream.of(
              "rest.sh",
              "quay-head.sh",
              "quay-remove-head.sh",
              "quay-needs.sh",
              "quay.sh",
              "quay-trust.sh",
              "quay-remove.sh",
              "jfrog-head.sh",
              "jfrog-remove-head.sh",
              "jfrog-needs.sh",
              "jfrog-trust.sh",
              "jfrog-remove.sh",
              "jfrog.tf",
              "chainguard-head.sh",
              "chainguard-remove-head.sh",
              "chainguard-needs.sh",
              "chainguard.sh",
              "chainguard-trust.sh",
              "chainguard-remove.sh",
              "chainguard.tf",
              "cloudsmith-head.sh",
              "cloudsmith-remove-head.sh",
              "cloudsmith-needs.sh",
              "cloudsmith.sh",
              "cloudsmith-trust.sh",
              "cloudsmith-remove.sh",
              "cloudsmith.tf")
          .collect(
              Collectors.toUnmodifiableMap(
                  Function.identity(), name -> ScriptTemplate.beside(TrustText.class, name)));

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
   * A script that annotates the service account.
   *
   * @param names the parts: what it does, what it needs, and what comes after the common functions
   */
  String annotating(String... names) {
    return fill(head(names).then(ANNOTATING).then(tail(names)));
  }

  /** A script that removes the annotation. */
  String removing(String... names) {
    return fill(head(names).then(REMOVING).then(tail(names)));
  }

  /** A script without an annotation. */
  String of(String... names) {
    return fill(head(names).then(ScriptParts.MESSAGES).then(tail(names)));
  }

  /** A Terraform module. */
  String module(String name) {
    return fill(named(name));
  }

  private static ScriptTemplate head(String... names) {
    return named(names[0]).then(named(names[1]));
  }

  private static ScriptTemplate tail(String... names) {
    return Arrays.stream(names)
        .skip(2)
        .map(TrustText::named)
        .reduce(new ScriptTemplate(""), ScriptTemplate::then);
  }

  private static ScriptTemplate named(String name) {
    return Objects.requireNonNull(PARTS.get(name), name);
  }

  private String fill(ScriptTemplate template) {
    return template.fill(words, parts);
  }
}
