// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Merges entries into an existing configuration. Other entries stay as they are, except the one
 * that a {@link Placement.Replacing} names; an entry with the same name is replaced.
 */
public final class ConfigMerge {
  private final ConfigDocument addition;
  private final Placement placement;
  private final List<String> changes = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private ConfigText file;

  private ConfigMerge(String before, ConfigDocument addition, Placement placement) {
    this.file = ConfigText.of(before);
    this.addition = addition;
    this.placement = placement;
  }

  /**
   * The result of a merge.
   *
   * @param text the whole file
   * @param changes the differences, one a line; empty if there are none
   * @param remarks the effects of the order of the entries on pulls
   */
  public record Result(String text, List<String> changes, List<String> remarks) {
    public Result {
      changes = List.copyOf(changes);
      remarks = List.copyOf(remarks);
    }
  }

  /**
   * Merges the entries of a document into a text. With {@link Placement.Replacing}, the entry of
   * the provider that serves its images takes its place, and the others are appended.
   *
   * @throws CredentialException of kind {@code CONFIGURATION} if the text cannot be read, or
   *     another entry would be tried first for the same images
   */
  public static Result of(String before, ConfigDocument addition, Placement placement) {
    return new ConfigMerge(before, addition, placement).merge();
  }

  private Result merge() {
    switch (placement) {
      case Placement.Last() -> entries().forEach(entry -> put(entry, file.providers().size()));
      case Placement.First() -> first();
      case Placement.Replacing(String replaced) -> replace(replaced);
    }
    entries().forEach(this::requireTriedFirst);
    if (file.lostComments()) {
      changes.add("written anew without its comments: its providers are not a list in lines");
    }
    return new Result(file.text(), changes, remarks);
  }

  private List<Map<String, Object>> entries() {
    return addition.entries().stream().map(ProviderEntry::tree).toList();
  }

  /** Replaces the entry with its name, otherwise inserts it at an index. */
  private void put(Map<String, Object> entry, int there) {
    String name = SameImages.name(entry);
    int index = file.indexOf(name);
    if (index < 0) {
      file = file.insert(there, entry);
      changes.add("added " + name);
    } else if (!entry.equals(file.providers().get(index))) {
      file = file.replace(index, entry);
      changes.add("replaced " + name);
    }
  }

  /** Inserts it first; an existing entry is moved only if another one is tried before it. */
  private void first() {
    int top = 0;
    for (Map<String, Object> entry : entries()) {
      String name = SameImages.name(entry);
      if (triedBefore(entry).isEmpty()) {
        put(entry, top);
      } else {
        file = file.remove(file.indexOf(name)).insert(top, entry);
        changes.add("moved " + name + " before the other entries");
      }
      top += file.indexOf(name) == top ? 1 : 0;
      int behind = file.indexOf(name) + 1;
      List<@Nullable Object> later = file.providers().subList(behind, file.providers().size());
      SameImages.with(entry, later).forEach(other -> remarks.add(second(name, other)));
    }
  }

  private static String second(String name, String other) {
    return "kubelet tries the credential of %1$s first, then that of %2$s, also where %1$s refuses; --replace=%2$s takes %2$s out"
        .formatted(name, other);
  }

  private void replace(String replaced) {
    ProviderEntry taker = addition.taker(file, replaced);
    for (ProviderEntry entry : addition.entries()) {
      if (entry.equals(taker)) {
        replace(replaced, entry, entry.tree());
      } else {
        put(entry.tree(), file.providers().size());
      }
    }
  }

  private void replace(String replaced, ProviderEntry added, Map<String, Object> entry) {
    int index = file.indexOf(added.name());
    int other = file.indexOf(replaced);
    boolean earlier =
        index >= 0
            && index != other
            && (other < 0
                || added.matching(SameImages.patterns(file.providers().get(other))).isEmpty());
    if (other >= 0 && !earlier) {
      String before = file.text();
      file = Takeover.of(file, replaced, added, entry);
      changes.addAll(Takeover.effects(before, file.text(), replaced, added.name()));
      remarks.addAll(Takeover.remarks(added.name(), entry));
      return;
    }
    if (index < 0) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          "the file has no entry " + replaced + " to replace; nothing was changed",
          "its entries are " + String.join(", ", SameImages.names(file.providers())));
    }
    // An earlier merge has already replaced it.
    List<String> before = SameImages.patterns(file.providers().get(index));
    entry.put("matchImages", added.mirrored().isEmpty() ? before : added.matching(before));
    put(entry, index);
  }

  private void requireTriedFirst(Map<String, Object> entry) {
    String name = SameImages.name(entry);
    triedBefore(entry).stream()
        .findFirst()
        .ifPresent(other -> {
          throw new CredentialException(
              Kind.CONFIGURATION,
              "%s serves the same images as %s, and kubelet would try it first; nothing was changed"
                  .formatted(other, name),
              placement instanceof Placement.Replacing
                  ? "take " + other + " out of the file, or merge with --first"
                  : "choose --replace=%1$s, so that %2$s takes over the images of %1$s, or --first, so that kubelet tries %2$s first and %1$s second"
                      .formatted(other, name));
        });
  }

  /** The earlier entries that serve the same images, except those of this merge. */
  private List<String> triedBefore(Map<String, Object> entry) {
    int index = file.indexOf(SameImages.name(entry));
    List<String> own = addition.entries().stream().map(ProviderEntry::name).toList();
    return index < 0
        ? List.of()
        : SameImages.with(file.providers().get(index), file.providers().subList(0, index)).stream()
            .filter(other -> !own.contains(other))
            .toList();
  }
}
