// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.lint;

import dev.podpass.admin.check.CheckContext;
import dev.podpass.admin.kubeletconfig.ConfigFile;
import dev.podpass.admin.kubeletconfig.EntryPairs;
import dev.podpass.admin.kubeletconfig.FileEntry;
import dev.podpass.admin.kubeletconfig.FileEntry.EntryProgram.Owner;
import dev.podpass.admin.kubeletconfig.Finding;
import dev.podpass.admin.kubeletconfig.Finding.Severity;
import dev.podpass.admin.kubeletconfig.KnownRegistries;
import dev.podpass.admin.node.EntryPrograms;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Collects all lint findings of the files of one configuration: kubelet's rules, podpass's, and
 * duplicates between files.
 */
public final class ConfigLint {
  private static final Pattern PROGRAM = Pattern.compile("[^/\\x00]+");

  private EntryPrograms programs;
  private EntryPairs pairs;
  private final List<FileFinding> found = new ArrayList<>();
  private final List<FileEntry> entries = new ArrayList<>();
  private Optional<Path> directory = Optional.empty();

  public ConfigLint(CheckContext context) {
    this(EntryPrograms.notLookedUp(context));
  }

  public ConfigLint(EntryPrograms programs) {
    this.programs = programs;
    this.pairs = new EntryPairs(Set.of(), programs.replaced());
  }

  /** Looks for the programs of the entries in kubelet's directory, too. */
  public ConfigLint withPrograms(Path directory) {
    this.directory = Optional.of(directory);
    programs = programs.in(directory);
    return this;
  }

  /** Does not report that these entries are tried before others that serve the same images. */
  public ConfigLint withFirst(Set<String> names) {
    pairs = new EntryPairs(names, programs.replaced());
    return this;
  }

  public void add(String name, String text) {
    ConfigFile file = ConfigFile.read(text);
    List<FileEntry> read = programs.of(file.entries());
    PodpassEntries own = new PodpassEntries(programs);
    List<Finding> findings = new ArrayList<>(file.findings());
    findings.addAll(pairs.add(name, read));
    findings.addAll(KnownRegistries.misses(read, own.patterns()));
    Set<Integer> judged = findings.stream().map(Finding::line).collect(Collectors.toSet());
    for (FileEntry entry : read) {
      findings.addAll(own.check(entry, judged));
      directory.flatMap(plugins -> missing(plugins, entry)).ifPresent(findings::add);
    }
    findings.stream()
        .sorted(Comparator.comparingInt(Finding::line))
        .forEach(finding -> found.add(new FileFinding(name, finding)));
    entries.addAll(read);
  }

  private static Optional<Finding> missing(Path directory, FileEntry entry) {
    Path program = directory.resolve(entry.label());
    boolean named = entry.name().isPresent() && PROGRAM.matcher(entry.label()).matches();
    boolean there = Files.isRegularFile(program);
    if (!named || (there && Files.isExecutable(program))) {
      return Optional.empty();
    }
    String link =
        entry.program().owner() == Owner.PODPASS
            ? "link podpass there: ln -sf podpass " + program
            : "link the plugin of that name there";
    return Optional.of(
        Finding.rejected(
            entry.line(),
            program + (there ? " cannot be run; chmod 0755 it" : " is not there; " + link)));
  }

  public List<FileEntry> entries() {
    return List.copyOf(entries);
  }

  public List<FileFinding> found() {
    return List.copyOf(found);
  }

  /** Requires that kubelet starts with it, before anything is written. */
  public void requireAccepted(String path) {
    found.stream()
        .filter(one -> one.finding().severity() == Severity.REJECTED)
        .findFirst()
        .ifPresent(one -> {
          throw new CredentialException(
              Kind.CONFIGURATION,
              "kubelet would not start with it, so nothing is changed: " + one,
              "podpass config lint " + path);
        });
  }

  /** Whether there is a finding of this severity or a worse one. */
  public boolean has(Severity severity) {
    return found.stream().anyMatch(f -> f.finding().severity().compareTo(severity) <= 0);
  }

  /** A finding and the file that it is in. */
  public record FileFinding(String file, Finding finding) {
    public String severity() {
      return finding.severity().name().toLowerCase(Locale.ROOT);
    }

    /** Formats it as compilers do, with a word for its severity, which may be coloured. */
    public String text(String severity) {
      return "%s:%d: %s: %s".formatted(file, finding.line(), severity, finding.message());
    }

    @Override
    public String toString() {
      return text(severity());
    }
  }
}
