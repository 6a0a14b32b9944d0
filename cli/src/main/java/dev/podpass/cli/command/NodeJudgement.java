// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.command;

import dev.podpass.admin.kubeletconfig.ConfigFile;
import dev.podpass.admin.kubeletconfig.FileEntry;
import dev.podpass.admin.kubeletconfig.Finding.Severity;
import dev.podpass.admin.kubeletconfig.KubernetesVersion;
import dev.podpass.admin.node.Check;
import dev.podpass.admin.node.ConfigCheck;
import dev.podpass.failure.CredentialException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What {@code config lint} has to say of a node's configuration, as checks of {@code doctor}. */
final class NodeJudgement {
  private static final String SUBJECT = "configuration";

  private final Invocation invocation;
  private final KubernetesVersion version;

  NodeJudgement(Invocation invocation, KubernetesVersion version) {
    this.invocation = invocation;
    this.version = version;
  }

  /** Judges a file, or those of a folder. */
  ConfigCheck of(Path path) {
    List<FileEntry> entries = new ArrayList<>();
    Linting linting =
        new Linting(new OwnEntries(invocation.providers(), invocation.clock()), version);
    try {
      for (Path file : ConfigFiles.of(path)) {
        String text = invocation.read(file.toString());
        linting.add(file.toString(), text);
        entries.addAll(ConfigFile.read(text, version).entries());
      }
    } catch (CredentialException e) {
      return new ConfigCheck(List.of(Check.failed(SUBJECT, e.line(), todo(path))), entries);
    }
    List<Check> checks = linting.found().stream().map(NodeJudgement::check).toList();
    return new ConfigCheck(checks.isEmpty() ? List.of(good(path, entries)) : checks, entries);
  }

  private Check good(Path path, List<FileEntry> entries) {
    String names = String.join(", ", entries.stream().map(FileEntry::label).toList());
    return Check.ok(SUBJECT, "%s is right for %s: %s".formatted(path, version, names));
  }

  private static Check check(Linting.Located found) {
    String todo = todo(Path.of(found.file()));
    return found.finding().severity() == Severity.WARNING
        ? Check.warning(SUBJECT, found.toString(), todo)
        : Check.failed(SUBJECT, found.toString(), todo);
  }

  private static String todo(Path path) {
    return "podpass config lint " + path;
  }
}
