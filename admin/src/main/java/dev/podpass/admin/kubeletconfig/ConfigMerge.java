// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Merges entries into an existing configuration. Other entries stay as they are, except the one
 * that a {@link Placement.Replacing} names; an entry with the same name is replaced.
 */
public final class ConfigMerge {
  private final ConfigDocument addition;
  private final Placement placement;
  private final List<String> changes = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private List<String> effects = List.of();
  private ConfigText file;

  private ConfigMerge(String before, ConfigDocument addition, Placement placement) {
    this.file = ConfigText.of(before);
    this.addition = addition;
    this.placement = placement;
  }

  /**
   * The result of a merge.
   *
   * @param changes the differences, one a line; empty if there are none
   * @param remarks the effects of the order of the entries on pulls
   * @param effects those of the changes that are effects on the images of a replaced entry
   */
  public record Result(
      String text,
      List<FileEntry> entries,
      List<String> changes,
      List<String> remarks,
      List<String> effects) {
    public Result {
      entries = List.copyOf(entries);
      changes = List.copyOf(changes);
      remarks = List.copyOf(remarks);
      effects = List.copyOf(effects);
    }
  }

  /**
   * Merges the entries of a document into a text. With {@link Placement.Replacing}, the entry of
   * the provider that serves its images takes its place, and the others are appended.
   */
  public static Result of(String before, ConfigDocument addition, Placement placement) {
    return new ConfigMerge(before, addition, placement).merge();
  }

  private Result merge() {
    String before = file.text();
    file = file.withCurrentVersion();
    if (!file.text().equals(before)) {
      changes.add(
          "raised apiVersion to %s: an older one has no tokenAttributes"
              .formatted(ConfigDocument.API_VERSION));
    }
    switch (placement) {
      case Placement.Last() -> addition.entries().forEach(this::append);
      case Placement.First() -> first();
      case Placement.Replacing(String replaced) -> replace(replaced);
    }
    addition.entries().forEach(this::requireTriedFirst);
    if (file.lostComments()) {
      changes.add("written anew without its comments: its providers are not a list in lines");
    }
    return new Result(file.text(), file.entries(), changes, remarks, effects);
  }

  /** Replaces the entry of the same name, otherwise inserts it at an index. */
  private void put(ProviderEntry added, Map<String, Object> entry, int index) {
    String name = added.name();
    Optional<FileEntry> old = file.entry(name);
    if (old.isEmpty()) {
      file = file.insert(index, entry);
      changes.add("added " + name);
    } else if (!entry.equals(old.get().fields())) {
      file = file.replace(old.get(), entry);
      Map<String, String> before = options(old.get().arguments(), old.get().env());
      Map<String, String> after = options(added.args(), added.environment());
      changes.add(
          "replaced "
              + name
              + named("; removed ", before, after)
              + named("; added ", after, before));
      if (Takeover.chooses(old.get().arguments(), "node")) {
        remarks.addAll(Takeover.remarks(added));
      }
    }
  }

  /** What a merge is given, with the values of variables, which may have passwords. */
  private static Map<String, String> options(List<String> arguments, Map<String, String> env) {
    Map<String, String> options = new LinkedHashMap<>();
    arguments.forEach(argument -> options.put(argument, ""));
    env.forEach((name, value) -> options.put("--env=" + name, value));
    return options;
  }

  /** An option of an earlier merge goes if it is not given again. */
  private static String named(String what, Map<String, String> some, Map<String, String> others) {
    String names =
        some.entrySet().stream()
            .filter(option -> !others.entrySet().contains(option))
            .map(Map.Entry::getKey)
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "" : what + names;
  }

  private void append(ProviderEntry entry) {
    put(entry, entry.tree(), file.size());
  }

  /** Inserts it first; an existing entry is moved only if another one is tried before it. */
  private void first() {
    int top = 0;
    for (ProviderEntry entry : addition.entries()) {
      String name = entry.name();
      if (triedBefore(name).isEmpty()) {
        put(entry, entry.tree(), top);
      } else {
        file = file.remove(file.entry(name).orElseThrow()).insert(top, entry.tree());
        changes.add("moved " + name + " before the other entries");
      }
      int at = file.entry(name).orElseThrow().index();
      top += at == top ? 1 : 0;
      List<FileEntry> later = file.entries().stream().filter(other -> other.index() > at).toList();
      SameImages.with(entry.profile().matchImages(), later)
          .forEach(other -> remarks.add(second(name, other.label())));
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
        replace(replaced, entry);
      } else {
        append(entry);
      }
    }
  }

  private void replace(String replaced, ProviderEntry added) {
    Optional<FileEntry> own = file.entry(added.name());
    Optional<FileEntry> other = file.entry(replaced);
    boolean earlier =
        own.isPresent()
            && !own.equals(other)
            && other.map(entry -> added.matching(entry.images()).isEmpty()).orElse(true);
    if (other.isPresent() && !earlier) {
      List<FileEntry> before = file.entries();
      file = Takeover.of(file, other.get(), added);
      effects = Takeover.effects(before, file.entries(), replaced, List.of(added.name()));
      changes.addAll(effects);
      own.ifPresent(entry -> addLost(entry, added.name()));
      remarks.addAll(Takeover.remarks(added));
      return;
    }
    // An earlier merge has already replaced it.
    List<String> before = own.orElseThrow(() -> missing(replaced)).images();
    Map<String, Object> entry = added.tree();
    entry.put("matchImages", added.mirrored().isEmpty() ? before : added.matching(before));
    put(added, entry, file.size());
  }

  /** An entry of podpass's may have served more than the entry that it replaces now. */
  private void addLost(FileEntry own, String name) {
    List<String> now = file.entries().stream().flatMap(entry -> entry.images().stream()).toList();
    List<String> lost = ProviderEntry.without(own.images(), SameImages.covered(own.images(), now));
    if (!lost.isEmpty()) {
      changes.add(
          "removed %s from %s: images there are pulled anonymously"
              .formatted(String.join(", ", lost), name));
    }
  }

  private CredentialException missing(String replaced) {
    return new CredentialException(
        Kind.CONFIGURATION,
        "the file has no entry " + replaced + " to replace; nothing was changed",
        "its entries are "
            + file.entries().stream().map(FileEntry::label).collect(Collectors.joining(", ")));
  }

  private void requireTriedFirst(ProviderEntry entry) {
    String name = entry.name();
    triedBefore(name).stream()
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
  private List<String> triedBefore(String name) {
    List<String> own = addition.entries().stream().map(ProviderEntry::name).toList();
    List<FileEntry> earlier =
        file.entries().stream().takeWhile(entry -> !entry.label().equals(name)).toList();
    return file.entry(name).stream()
        .flatMap(entry -> SameImages.with(entry.images(), earlier))
        .map(FileEntry::label)
        .filter(other -> !own.contains(other))
        .toList();
  }

  /**
   * The position at which a merge inserts its entries: kubelet tries the credentials of an earlier
   * entry first.
   */
  public sealed interface Placement {
    /** After the others; an error if one of those serves the same images. */
    record Last() implements Placement {}

    record First() implements Placement {}

    /** In place of the entry with that name, including its {@code matchImages}. */
    record Replacing(String name) implements Placement {}
  }
}
