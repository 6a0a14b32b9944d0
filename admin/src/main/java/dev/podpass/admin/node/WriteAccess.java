// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.node;

import dev.podpass.admin.check.Check;
import dev.podpass.admin.kubeletconfig.ConfigFiles;
import dev.podpass.admin.kubeletconfig.FileEntry;
import dev.podpass.core.file.UnixAttributes;
import dev.podpass.core.file.UntrustedPathException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks that only root can change what kubelet runs as root: its configuration of credential
 * providers, their programs, and the files that podpass's options name.
 */
final class WriteAccess {
  private static final String SUBJECT = "write access";

  private final NodeFiles files;

  /** By what another user can change: a directory with several files is one finding. */
  private final Map<String, Check> findings = new LinkedHashMap<>();

  WriteAccess(NodeFiles files) {
    this.files = files;
  }

  private interface PathCheck {
    /** Throws if another user can change something on the way to it. */
    Path at(String path) throws IOException;
  }

  List<Check> check(String config, String binDir, List<FileEntry> entries) {
    configuration(config);
    probe(files::trustedDirectory, binDir, Check::failed, "kubelet runs the plugins in it as root");
    for (FileEntry entry : entries) {
      entry
          .name()
          .map(name -> binDir + "/" + name.text())
          .ifPresent(file ->
              probe(files::trusted, file, Check::failed, "kubelet runs " + file + " as root"));
      if (entry.isPodpass()) {
        options(entry);
      }
    }
    return findings.isEmpty()
        ? List.of(
            Check.ok(SUBJECT, "no other user can change what kubelet runs, and podpass's files"))
        : List.copyOf(findings.values());
  }

  private void configuration(String config) {
    String use = "kubelet runs what " + config + " names as root";
    if (!files.isDirectory(config)) {
      probe(files::trusted, config, Check::failed, use);
      return;
    }
    probe(files::trustedDirectory, config, Check::failed, use);
    files.list(config).stream()
        .filter(ConfigFiles::isRead)
        .forEach(file -> probe(files::trusted, file, Check::failed, use));
  }

  private void options(FileEntry entry) {
    for (String argument : entry.arguments()) {
      if (argument.matches("@[^@].*")) {
        String file = argument.substring(1);
        String use = "%s takes its options from %s".formatted(entry.label(), file);
        probe(files::trusted, file, Check::failed, use);
      }
    }
    entry
        .program()
        .files()
        .forEach((option, file) ->
            probe(
                files::trusted,
                file,
                Check::warning,
                "%s believes %s, from %s".formatted(entry.label(), file, option)));
  }

  private interface Finding {
    Check of(String subject, String finding, String todo);
  }

  /** Other checks report what does not exist, or is of another type. */
  private void probe(PathCheck check, String path, Finding finding, String use) {
    try {
      var _ = check.at(path);
    } catch (UntrustedPathException e) {
      e.changeable()
          .ifPresent(changeable -> {
            String there = files.onNode(changeable);
            findings.putIfAbsent(
                there,
                finding.of(
                    SUBJECT,
                    "another user can change %s; %s".formatted(there, use),
                    todo(changeable, there, path)));
          });
    } catch (AccessDeniedException _) {
      findings.putIfAbsent(
          path, Check.skipped(SUBJECT, path + " cannot be inspected", "run this as root"));
    } catch (IOException | InvalidPathException _) {
      return;
    }
  }

  private static String todo(Path changeable, String there, String path) {
    if (Files.isSymbolicLink(changeable)) {
      return "chown -h root " + there;
    }
    // The owner of /tmp and others need it as it is.
    return isSticky(changeable)
        ? "move " + path + " to a directory that only root can change"
        : "chown root %1$s && chmod go-w %1$s".formatted(there);
  }

  private static boolean isSticky(Path changeable) {
    try {
      UnixAttributes attributes = UnixAttributes.of(changeable);
      return attributes.directory() && attributes.sticky();
    } catch (IOException _) {
      return false;
    }
  }
}
