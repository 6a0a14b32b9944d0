// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.doctor;

import dev.podpass.admin.check.Check;
import dev.podpass.admin.kubeletconfig.ConfigFiles;
import dev.podpass.admin.kubeletconfig.FileEntry;
import dev.podpass.admin.kubeletconfig.Finding.Severity;
import dev.podpass.admin.lint.ConfigLint;
import dev.podpass.admin.lint.ConfigLint.FileFinding;
import dev.podpass.admin.node.EntryPrograms;
import dev.podpass.admin.node.NodeInspection.ConfigCheck;
import dev.podpass.spi.failure.CredentialException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Runs {@code config lint} on a node's configuration and returns its findings as checks. */
final class ConfigChecks {
  private static final String SUBJECT = "configuration";

  private ConfigChecks() {}

  static ConfigCheck of(Path path, EntryPrograms programs) {
    ConfigLint lint = new ConfigLint(programs);
    try {
      ConfigFiles.read(path, lint::add);
    } catch (CredentialException e) {
      return new ConfigCheck(
          List.of(Check.failed(SUBJECT, e.line(), todo(path))),
          lint.entries(),
          Optional.of(e.line()));
    }
    List<FileEntry> entries = lint.entries();
    List<Check> checks = lint.found().stream().map(ConfigChecks::check).toList();
    return new ConfigCheck(
        checks.isEmpty() ? List.of(accepted(path, entries)) : checks, entries, Optional.empty());
  }

  private static Check accepted(Path path, List<FileEntry> entries) {
    String names = String.join(", ", entries.stream().map(FileEntry::label).toList());
    return Check.ok(SUBJECT, "%s is right: %s".formatted(path, names));
  }

  private static Check check(FileFinding found) {
    String todo = todo(Path.of(found.file()));
    return found.finding().severity() == Severity.WARNING
        ? Check.warning(
            SUBJECT,
            "%s:%d: %s".formatted(found.file(), found.finding().line(), found.finding().message()),
            todo)
        : Check.failed(SUBJECT, found.toString(), todo);
  }

  private static String todo(Path path) {
    return "podpass config lint " + path;
  }
}
