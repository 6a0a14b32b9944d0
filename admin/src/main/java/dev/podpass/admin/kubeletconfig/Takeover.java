// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * An entry that replaces another one, such as that of the cloud's own plugin, for the images that
 * its provider serves.
 *
 * @param file the text after the replacement
 * @param changes the differences
 * @param remarks the effects on pods without an identity
 */
record Takeover(ConfigText file, List<String> changes, List<String> remarks) {
  /**
   * Replaces the entry with that name.
   *
   * @throws CredentialException if the two entries serve different images
   */
  static Takeover of(
      ConfigText file, String replaced, ProviderEntry addition, Map<String, Object> entry) {
    List<String> images = SameImages.patterns(file.providers().get(file.indexOf(replaced)));
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
    List<String> changes = new ArrayList<>();
    changes.add("%s replaces %s, with its matchImages".formatted(name, replaced));
    images.stream()
        .filter(image -> !taken.contains(image))
        .forEach(image ->
            changes.add(
                "removed \"%s\", which %s does not serve: images there are pulled anonymously"
                    .formatted(image, name)));
    return new Takeover(
        alone.replace(alone.indexOf(replaced), entry), changes, remarks(name, entry));
  }

  private static List<String> remarks(String name, Map<String, Object> entry) {
    List<?> args = entry.get("args") instanceof List<?> given ? given : List.of();
    List<String> missing =
        Stream.of("--without-token", "--without-identity")
            .filter(
                flag -> args.stream().noneMatch(arg -> String.valueOf(arg).startsWith(flag + "=")))
            .map(flag -> flag + "=node")
            .toList();
    return missing.isEmpty()
        ? List.of()
        : List.of(
            "add-ons and static pods that pulled with the node's identity are now refused by "
                + name
                + "; to let pods that have no identity of their own pull as the node, merge again"
                + " with "
                + String.join(" ", missing));
  }
}
