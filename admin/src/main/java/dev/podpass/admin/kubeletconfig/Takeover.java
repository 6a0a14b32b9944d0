// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An entry that replaces another one, such as that of the cloud's own plugin, for the images that
 * its provider serves. The other entry stays for what the provider does not serve.
 */
public final class Takeover {
  private Takeover() {}

  /**
   * Replaces the entry with that name.
   *
   * @throws CredentialException if the two entries serve different images
   */
  static ConfigText of(
      ConfigText file, String replaced, ProviderEntry addition, Map<String, Object> entry) {
    Map<String, Object> other = SameImages.fields(file.providers().get(file.indexOf(replaced)));
    List<String> images = SameImages.patterns(other);
    String name = SameImages.name(entry);
    List<String> taken = addition.matching(images);
    if (taken.isEmpty()) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          "%s serves none of the images of %s; nothing was changed".formatted(name, replaced),
          "choose with --providers the provider that serves " + String.join(", ", images));
    }
    entry.put("matchImages", taken);
    int own = file.indexOf(name);
    ConfigText alone = own < 0 || name.equals(replaced) ? file : file.remove(own);
    int place = alone.indexOf(replaced);
    ConfigText replacing = alone.replace(place, entry);
    List<String> left = addition.leaving(images);
    if (left.isEmpty() || name.equals(replaced)) {
      return replacing;
    }
    other.put("matchImages", left);
    return replacing.insert(place + 1, other);
  }

  /**
   * What became of the images of an entry that was replaced, one line for each kind; empty if the
   * text before has no such entry.
   *
   * @param before the text with that entry
   * @param after the text in which the other one has its place
   * @param name of the other one
   */
  public static List<String> effects(String before, String after, String replaced, String name) {
    ConfigText old = ConfigText.of(before);
    ConfigText now = ConfigText.of(after);
    if (old.indexOf(replaced) < 0 || now.indexOf(name) < 0) {
      return List.of();
    }
    List<String> taken = SameImages.patterns(now.providers().get(now.indexOf(name)));
    boolean stays = now.indexOf(replaced) >= 0 && !replaced.equals(name);
    List<String> left =
        stays ? SameImages.patterns(now.providers().get(now.indexOf(replaced))) : List.of();
    List<String> both = Stream.concat(taken.stream(), left.stream()).toList();
    List<String> lines = new ArrayList<>();
    lines.add("%s replaces %s, with its matchImages".formatted(name, replaced));
    if (stays) {
      lines.add("%s stays for %s, which %s does not serve".formatted(replaced, quoted(left), name));
    }
    List<String> images = SameImages.patterns(old.providers().get(old.indexOf(replaced)));
    List<String> gone =
        images.stream().filter(it -> SameImages.shared(List.of(it), both).isEmpty()).toList();
    if (!gone.isEmpty()) {
      lines.add(
          "removed %s, which %s does not serve: images there are pulled anonymously"
              .formatted(quoted(gone), name));
    }
    List<String> covered = SameImages.covered(images, both);
    List<String> narrowed =
        images.stream().filter(it -> !gone.contains(it) && !covered.contains(it)).toList();
    if (!narrowed.isEmpty()) {
      lines.add(
          "%s became %s: images of its other hosts are pulled anonymously"
              .formatted(
                  quoted(narrowed),
                  quoted(
                      both.stream()
                          .filter(it -> !SameImages.covered(List.of(it), narrowed).isEmpty())
                          .toList())));
    }
    return lines;
  }

  private static String quoted(List<String> patterns) {
    return patterns.stream().map("\"%s\""::formatted).collect(Collectors.joining(", "));
  }

  /** The effects of an entry's arguments on pods without an identity. */
  static List<String> remarks(String name, Map<String, Object> entry) {
    List<?> args = entry.get("args") instanceof List<?> given ? given : List.of();
    boolean chosen =
        args.stream()
            .anyMatch(arg ->
                String.valueOf(arg).matches("--(otherwise|without-token|without-identity)=.*"));
    return chosen
        ? List.of()
        : List.of(
            "add-ons and static pods that pulled with the node's identity are now refused by "
                + name
                + "; to let pods that have no identity of their own pull as the node, merge again"
                + " with --otherwise=node");
  }
}
