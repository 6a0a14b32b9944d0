// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.constants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names of the building machine, and the directories that are its own. */
record MachineNames(Set<String> directories, String host) {
  private static final int SHORT = 4;

  static MachineNames ofThisProcess() {
    return new MachineNames(
        Stream.of(
                System.getenv().get("HOME"),
                System.getenv().get("GRAALVM_HOME"),
                System.getenv().get("TMPDIR"),
                System.getProperty("user.home"),
                System.getProperty("user.dir"),
                System.getProperty("java.home"))
            .filter(path -> path != null && path.length() > SHORT && !path.equals("/tmp"))
            .collect(Collectors.toUnmodifiableSet()),
        kernelsName());
  }

  /** A short name is part of too many words. */
  boolean areIn(String text) {
    return directories.stream().anyMatch(text::contains)
        || (host.length() > SHORT && !host.equals("localhost") && text.contains(host));
  }

  private static String kernelsName() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException _) {
      return "";
    }
  }
}
