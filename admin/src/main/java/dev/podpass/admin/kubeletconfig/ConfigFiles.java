// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import dev.podpass.admin.text.SmallFile;
import dev.podpass.core.file.SafeFile;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Finds and reads the files of kubelet's credential provider configuration: one file, or a
 * directory.
 */
public final class ConfigFiles {
  private static final String EXTENSION = ".*\\.(?:json|yaml|yml)";

  private ConfigFiles() {}

  /** Reads the file, or each that kubelet reads of a directory, in kubelet's order. */
  public static void read(Path path, BiConsumer<String, String> reader) {
    for (Path file : of(path)) {
      reader.accept(file.toString(), SmallFile.read(file.toString()));
    }
  }

  public static boolean hasAny(Path directory) {
    return !inside(directory).isEmpty();
  }

  /** Whether kubelet reads a file of that name in a directory. */
  public static boolean isRead(String name) {
    return name.matches(EXTENSION);
  }

  private static List<Path> of(Path path) {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    List<Path> files = inside(path);
    if (files.isEmpty()) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          path + " has no *.json, *.yaml or *.yml; kubelet does not start with it");
    }
    return files;
  }

  private static List<Path> inside(Path path) {
    try {
      return SafeFile.list(path, ConfigFiles::isRead, Integer.MAX_VALUE).stream()
          .filter(file -> !Files.isDirectory(file))
          .toList();
    } catch (IOException e) {
      throw SmallFile.unreadable(path, e);
    }
  }
}
