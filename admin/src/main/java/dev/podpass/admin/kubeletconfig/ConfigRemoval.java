// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import dev.podpass.admin.text.Documents;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Removes entries from a configuration; other entries, comments and layout stay. */
public final class ConfigRemoval {
  private ConfigRemoval() {}

  /** These entries of a text as JSON, in its order; empty if it has none of them. */
  public static Optional<String> only(String text, List<String> names) {
    return Optional.of(entries(ConfigText.of(text), names))
        .filter(it -> !it.isEmpty())
        .map(it -> Documents.json(it.stream().map(FileEntry::fields).toList()));
  }

  public static List<String> names(String text) {
    return ConfigText.of(text).entries().stream().map(FileEntry::label).toList();
  }

  /** The text without these entries; empty if none is left, which kubelet does not take. */
  public static Optional<String> of(String text, List<String> names) {
    ConfigText file = ConfigText.of(text);
    if (entries(file, names).size() == file.entries().size()) {
      return Optional.empty();
    }
    for (String name : names) {
      file = without(file, name);
    }
    return Optional.of(file.text());
  }

  /**
   * The text with an entry that podpass's replaced back in its place; empty if none is left.
   * Without that entry in the original, or if another program has written one of its name,
   * podpass's is removed.
   */
  public static Optional<String> restoring(
      String text, String own, String replaced, String original) {
    ConfigText file = ConfigText.of(text);
    Optional<FileEntry> before = ConfigText.of(original).entry(replaced);
    Optional<FileEntry> left = file.entry(replaced);
    if (file.entry(own).isEmpty()
        || before.isEmpty()
        || (left.isPresent() && !isPart(left.get(), before.get()))) {
      return of(text, List.of(own));
    }
    ConfigText without = without(file, replaced);
    return without.entry(own).map(entry -> without.replace(entry, before.get().fields()).text());
  }

  /** Whether an entry is what a {@link Takeover} left of the other one. */
  private static boolean isPart(FileEntry entry, FileEntry whole) {
    Map<String, Object> fields = entry.fields();
    fields.put("matchImages", whole.fields().getOrDefault("matchImages", List.of()));
    return SameImages.covered(entry.images(), whole.images()).equals(entry.images())
        && !entry.images().equals(whole.images())
        && fields.equals(whole.fields());
  }

  private static ConfigText without(ConfigText file, String name) {
    return file.entry(name).map(file::remove).orElse(file);
  }

  private static List<FileEntry> entries(ConfigText file, List<String> names) {
    return file.entries().stream().filter(entry -> names.contains(entry.label())).toList();
  }
}
