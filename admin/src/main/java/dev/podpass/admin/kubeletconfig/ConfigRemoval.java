// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Removes entries from a configuration; other entries, comments and layout stay. */
public final class ConfigRemoval {
  private ConfigRemoval() {}

  /** The entries of a text that can be edited. */
  public static List<FileEntry> entries(String text) {
    return ConfigText.of(text).entries();
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
   * The text with an entry that podpass's replaced back in its place, by its lines; empty if none
   * is left. Without that entry in the original, or if another program has written one of its name,
   * podpass's is removed.
   */
  public static Optional<String> restoring(
      String text, String own, String replaced, String original) {
    ConfigText file = ConfigText.of(text);
    ConfigText source = ConfigText.of(original);
    Optional<FileEntry> before = source.entry(replaced);
    Optional<FileEntry> left = file.entry(replaced);
    if (file.entry(own).isEmpty()
        || before.isEmpty()
        || (left.isPresent() && !isPart(left.get(), before.get()))) {
      return of(text, List.of(own));
    }
    ConfigText without = without(file, replaced);
    return without.entry(own).map(entry -> without.restore(entry, source, before.get()).text());
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
