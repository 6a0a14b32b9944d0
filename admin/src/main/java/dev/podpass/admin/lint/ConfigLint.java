// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.lint;

import dev.podpass.admin.check.CheckContext;
import dev.podpass.admin.kubeletconfig.ConfigFile;
import dev.podpass.admin.kubeletconfig.FileEntry;
import dev.podpass.admin.kubeletconfig.FileEntry.Text;
import dev.podpass.admin.kubeletconfig.Finding;
import dev.podpass.admin.kubeletconfig.Finding.Severity;
import dev.podpass.admin.kubeletconfig.KnownRegistries;
import dev.podpass.admin.kubeletconfig.KubernetesVersion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All that is to be said about the files of one configuration. */
public final class ConfigLint {
  private final PodpassEntries own;
  private final KubernetesVersion version;
  private final Map<String, String> names = new HashMap<>();
  private final List<FileFinding> found = new ArrayList<>();
  private final List<FileEntry> entries = new ArrayList<>();

  /**
   * Lints a configuration.
   *
   * @param context with the parser of podpass's own arguments
   * @param version of kubelet
   */
  public ConfigLint(CheckContext context, KubernetesVersion version) {
    this.own = new PodpassEntries(context);
    this.version = version;
  }

  /** Adds a file. */
  public void add(String name, String text) {
    ConfigFile file = ConfigFile.read(text, version);
    List<Finding> findings = new ArrayList<>(file.findings());
    findings.addAll(new KnownRegistries(own.patterns()).misses(file));
    for (FileEntry entry : file.entries()) {
      findings.addAll(own.check(entry));
      twice(name, entry).ifPresent(findings::add);
    }
    findings.stream()
        .sorted(Comparator.comparingInt(Finding::line))
        .forEach(finding -> found.add(new FileFinding(name, finding)));
    entries.addAll(file.entries());
  }

  /** Kubelet puts the files of a folder together, and names must still be unique. */
  private Optional<Finding> twice(String file, FileEntry entry) {
    if (entry.name().isEmpty()) {
      return Optional.empty();
    }
    Text name = entry.name().get();
    String other = names.putIfAbsent(name.text(), file);
    return other == null || other.equals(file)
        ? Optional.empty()
        : Optional.of(Finding.rejected(name.line(), "name " + name.text() + " stands in " + other));
  }

  /** What kubelet would be given by these files. */
  public List<FileEntry> entries() {
    return List.copyOf(entries);
  }

  /** All that is to be said, file by file and in the order of lines. */
  public List<FileFinding> found() {
    return List.copyOf(found);
  }

  /** Whether there is one as bad as this, or worse. */
  public boolean has(Severity severity) {
    return found.stream().anyMatch(f -> f.finding().severity().compareTo(severity) <= 0);
  }
}
