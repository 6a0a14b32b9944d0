// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.node;

import dev.podpass.admin.check.Check;
import dev.podpass.admin.kubeletconfig.FileEntry;
import dev.podpass.admin.text.IoReason;
import dev.podpass.core.cache.CacheSettings;
import dev.podpass.core.file.LockedFile;
import dev.podpass.spi.failure.CredentialException;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Node cache, audit log and metrics file of an entry, opened by the rules of a pull, which runs as
 * root; nothing is created.
 */
public final class PullFiles {
  private PullFiles() {}

  /** Why each pull would fail at the cache. */
  static Optional<CredentialException> refused(FileEntry entry, EntryPrograms programs) {
    return cache(entry, programs)
        .filter(cache -> cache.mode() == CacheSettings.Mode.ON)
        .flatMap(cache -> cache.fault(programs.files().isRunning()));
  }

  /** Files that pulls cannot write; not checked in disk images, nor without root. */
  public static List<Check> warnings(FileEntry entry, EntryPrograms programs) {
    NodeFiles files = programs.files();
    if (!files.isRunning()) {
      return List.of();
    }
    if (!files.seesAll()) {
      return List.of(
          Check.skipped("files of pulls", "cache, audit log and metrics", files.access()));
    }
    List<Check> checks = new ArrayList<>();
    cache(entry, programs)
        .filter(cache -> cache.mode() == CacheSettings.Mode.AUTO)
        .flatMap(cache -> cache.fault(true))
        .map(e -> Check.warning("node cache", "it is off: " + e.text(), e.hint().orElseThrow()))
        .ifPresent(checks::add);
    unwritable(entry, "--audit-log", files).ifPresent(checks::add);
    unwritable(entry, "--metrics-file", files).ifPresent(checks::add);
    return checks;
  }

  /** Another user than kubelet's cannot enter the directory. */
  private static Optional<CacheSettings> cache(FileEntry entry, EntryPrograms programs) {
    if (programs.files().isRunning() && !programs.files().seesAll()) {
      return Optional.empty();
    }
    try {
      CacheSettings set = programs.settings(entry).readCache();
      String directory = set.directory().toString();
      return Optional.of(
          new CacheSettings(set.mode(), programs.files().unresolved(directory), set.perPod()));
    } catch (CredentialException _) {
      return Optional.empty(); // Lint reports it.
    }
  }

  private static Optional<Check> unwritable(FileEntry entry, String option, NodeFiles files) {
    Optional<String> file = entry.option(option);
    try {
      if (file.isPresent()) {
        LockedFile.requireWritable(files.place(file.get()));
      }
      return Optional.empty();
    } catch (InvalidPathException _) {
      return Optional.empty(); // Lint reports it.
    } catch (IOException e) {
      return Optional.of(
          Check.warning(
              option,
              "%s cannot be written: %s".formatted(file.orElseThrow(), IoReason.of(e)),
              "set it to a file of root's, in a directory that exists and has room"));
    }
  }
}
