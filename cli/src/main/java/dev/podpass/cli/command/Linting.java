// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.command;

import dev.podpass.admin.kubeletconfig.ConfigFile;
import dev.podpass.admin.kubeletconfig.FileEntry;
import dev.podpass.admin.kubeletconfig.FileEntry.Text;
import dev.podpass.admin.kubeletconfig.Finding;
import dev.podpass.admin.kubeletconfig.Finding.Severity;
import dev.podpass.admin.kubeletconfig.KnownRegistries;
import dev.podpass.admin.kubeletconfig.KubernetesVersion;
import dev.podpass.cli.report.Mark;
import dev.podpass.cli.report.Mark.Tone;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** All that is to be said about the files of one configuration. */
final class Linting {
  private final OwnEntries own;
  private final KubernetesVersion version;
  private final Map<String, String> names = new HashMap<>();
  private final List<Located> found = new ArrayList<>();

  /** A finding in a file. */
  record Located(String file, Finding finding) {
    /** As compilers write it, the severity in its colour if it may be. */
    String text(boolean coloured) {
      Mark mark =
          switch (finding.severity()) {
            case REFUSED -> new Mark("refused", Tone.BAD);
            case USELESS -> new Mark("useless", Tone.BAD);
            case WARNING -> new Mark("warning", Tone.OPEN);
          };
      return "%s:%d: %s: %s"
          .formatted(file, finding.line(), mark.painted(mark.word(), coloured), finding.message());
    }

    @Override
    public String toString() {
      return text(false);
    }

    Map<String, Object> facts() {
      Map<String, Object> facts = new LinkedHashMap<>();
      facts.put("file", file);
      facts.put("line", finding.line());
      facts.put("severity", finding.severity().name().toLowerCase(Locale.ROOT));
      facts.put("message", finding.message());
      return facts;
    }
  }

  Linting(OwnEntries own, KubernetesVersion version) {
    this.own = own;
    this.version = version;
  }

  /** Judges one more file. */
  void add(String name, String text) {
    ConfigFile file = ConfigFile.read(text, version);
    List<Finding> findings = new ArrayList<>(file.findings());
    findings.addAll(new KnownRegistries(own.patterns()).misses(file));
    for (FileEntry entry : file.entries()) {
      findings.addAll(own.check(entry));
      twice(name, entry).ifPresent(findings::add);
    }
    findings.stream()
        .sorted(Comparator.comparingInt(Finding::line))
        .forEach(finding -> found.add(new Located(name, finding)));
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
        : Optional.of(Finding.refused(name.line(), "name " + name.text() + " stands in " + other));
  }

  List<Located> found() {
    return List.copyOf(found);
  }

  /** Whether there is one as bad as this, or worse. */
  boolean has(Severity severity) {
    return found.stream().anyMatch(f -> f.finding().severity().compareTo(severity) <= 0);
  }
}
