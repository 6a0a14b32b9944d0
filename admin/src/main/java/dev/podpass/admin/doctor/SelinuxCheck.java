// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.doctor;

import dev.podpass.admin.check.Check;
import dev.podpass.admin.kubeletconfig.FileEntry;
import dev.podpass.admin.node.NodeFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The check of a node whose SELinux is enforcing: whether podpass's plugins have a type that a
 * service may run, which the node's own plugins beside them have, or {@code bin_t}.
 *
 * @param contexts the SELinux context of a file, such as {@code system_u:object_r:bin_t:s0}; empty
 *     if it cannot be read
 * @see <a
 *     href="https://github.com/SELinuxProject/selinux-notebook/blob/main/src/security_context.md">
 *     Security context</a>
 */
record SelinuxCheck(NodeFiles files, Function<Path, Optional<String>> contexts) {
  private static final String SUBJECT = "SELinux";
  private static final String ENFORCE = "/sys/fs/selinux/enforce";
  private static final Pattern RUNNABLE = Pattern.compile("bin_t|.*_exec_t");
  private static final Pattern CONTEXT = Pattern.compile("[^:\\s]+:[^:\\s]+:([a-z0-9_]+)(:\\S+)?");

  /** The check; none where SELinux is not enforcing, or podpass serves nothing. */
  Optional<Check> check(String directory, List<FileEntry> entries) {
    List<String> plugins = names(entries, true);
    if (plugins.isEmpty() || !files.read(ENFORCE).map(String::strip).equals(Optional.of("1"))) {
      return Optional.empty();
    }
    List<String> runnable =
        names(entries, false).stream().flatMap(name -> type(directory, name).stream()).toList();
    Set<String> types = new LinkedHashSet<>();
    for (String name : plugins) {
      String file = directory + "/" + name;
      Optional<String> type = type(directory, name);
      if (Files.exists(files.resolve(file)) && type.isEmpty()) {
        return Optional.of(
            Check.skipped(
                SUBJECT,
                "it is enforcing, and the context of " + file + " cannot be read",
                "ls -LZ " + file));
      }
      boolean runs = type.filter(RUNNABLE.asMatchPredicate().or(runnable::contains)).isPresent();
      if (type.isPresent() && !runs) {
        return Optional.of(
            Check.warning(
                SUBJECT,
                "it is enforcing, and %s has the type %s: kubelet may not be allowed to run it"
                    .formatted(file, type.get()),
                "semanage fcontext -a -t bin_t '%s(/.*)?' && restorecon -R %s"
                    .formatted(directory, directory)));
      }
      type.ifPresent(types::add);
    }
    return Optional.of(
        Check.ok(
            SUBJECT,
            "it is enforcing, and the type of podpass's plugins is " + String.join(", ", types)));
  }

  private static List<String> names(List<FileEntry> entries, boolean podpass) {
    return entries.stream()
        .filter(entry -> entry.name().isPresent() && entry.isPodpass() == podpass)
        .map(FileEntry::label)
        .distinct()
        .toList();
  }

  private Optional<String> type(String directory, String name) {
    return Optional.of(files.resolve(files.realFile(directory) + "/" + name))
        .filter(Files::exists)
        .flatMap(contexts)
        .map(text -> CONTEXT.matcher(text.strip()))
        .filter(Matcher::matches)
        .map(context -> context.group(1));
  }
}
