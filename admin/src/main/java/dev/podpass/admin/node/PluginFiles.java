// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.node;

import dev.podpass.admin.check.Check;
import dev.podpass.admin.kubeletconfig.FileEntry;
import dev.podpass.admin.kubeletconfig.FileEntry.EntryProgram.Owner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Checks that the plugin executables which kubelet is configured to run exist and are executable.
 */
record PluginFiles(NodeFiles files, String directory) {
  List<Check> check(List<FileEntry> entries) {
    List<Check> checks = new ArrayList<>();
    checks.add(exists());
    if (files.isDirectory(directory)) {
      checks.add(mount());
      Set<String> names = new HashSet<>();
      entries.stream()
          .filter(entry -> entry.name().isPresent() && names.add(entry.label()))
          .forEach(entry -> checks.add(plugin(entry)));
    }
    return checks;
  }

  private Check exists() {
    return files.isDirectory(directory)
        ? Check.ok("plugin directory", directory)
        : Check.failed(
            "plugin directory",
            directory + " does not exist; kubelet does not start without it",
            "create it, and put podpass into it");
  }

  private Check mount() {
    Optional<Mount> mount = Mount.of(files, directory);
    if (mount.isEmpty()) {
      return Check.skipped(
          "mount", "the mounts of this node are not known", "look at /proc/mounts");
    }
    String where = directory + " is on the mount " + mount.get().point();
    return mount.get().options().contains("noexec")
        ? Check.failed(
            "mount",
            where + ", which is noexec: nothing there can be run",
            "point --image-credential-provider-bin-dir at a directory on another mount")
        : Check.ok("mount", where);
  }

  private Check plugin(FileEntry entry) {
    String name = entry.label();
    String file = directory + "/" + name;
    String subject = "plugin " + name;
    Path named = files.resolve(directory).resolve(name);
    Path real = files.resolve(file);
    if (!Files.isRegularFile(real)) {
      boolean dangling = Files.isSymbolicLink(named);
      return Check.failed(
          subject,
          file
              + (dangling ? " is a dangling link" : " is not there")
              + "; kubelet does not start without it",
          entry.program().owner() == Owner.PODPASS
              ? "ln -sf podpass " + file
              : "install the plugin of that name there, or take its entry out: podpass in its place"
                  + " would refuse each pull, for the entry gives it no token");
    }
    boolean ownName = name.startsWith("podpass");
    if (!ownName
        && entry.isPodpass()
        && entry.token().isEmpty()
        && entry.withoutToken().isEmpty()) {
      return Check.failed(
          subject,
          file + " is podpass, and its entry has no tokenAttributes, so podpass refuses its pulls",
          "install the cloud's own plugin there, or let podpass's entry take its place: podpass"
              + " config merge --replace="
              + name);
    }
    if (!Files.isExecutable(real)) {
      return Check.failed(subject, file + " cannot be run", "chmod 0755 " + file);
    }
    return ProgramFile.read(real)
        .flatMap(program -> unfit(subject, file, program))
        .orElseGet(() -> Check.ok(subject, file));
  }

  /**
   * The reason behind "no such file" or "exec format error", which is all that the kernel reports.
   */
  private Optional<Check> unfit(String subject, String file, ProgramFile program) {
    Optional<String> missing =
        program.interpreter().filter(interpreter -> !files.isThere(interpreter));
    if (missing.isPresent()) {
      return Optional.of(
          Check.failed(
              subject,
              file + " needs " + missing.get() + ", which does not exist",
              ProgramFile.REPLACEMENT));
    }
    return program
        .otherMachine(files)
        .map(other -> Check.failed(subject, file + " " + other.reason(), other.hint()));
  }
}
