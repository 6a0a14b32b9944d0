// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files of a node in a directory.
 *
 * @param root the directory
 */
record NodeDisk(Path root) {
  Path place(String path) {
    return root.resolve(path.substring(1));
  }

  String read(String path) throws IOException {
    return Files.readString(place(path));
  }

  void write(String path, String text) throws IOException {
    Files.createDirectories(place(path).getParent());
    Files.write(place(path), text.getBytes(UTF_8));
    Files.setPosixFilePermissions(place(path), PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** All that is on the node's disk: content, mode and owner, by path. */
  Map<String, String> content() throws IOException {
    Map<String, String> disk = new TreeMap<>();
    for (String top : List.of("etc", "opt", "var")) {
      try (Stream<Path> files = Files.walk(root.resolve(top))) {
        for (Path file : files.toList()) {
          disk.put(root.relativize(file).toString(), describe(file));
        }
      }
    }
    return disk;
  }

  private static String describe(Path file) throws IOException {
    if (Files.isSymbolicLink(file)) {
      return "-> " + Files.readSymbolicLink(file);
    }
    String attributes =
        PosixFilePermissions.toString(Files.getPosixFilePermissions(file)) + Files.getOwner(file);
    return Files.isDirectory(file) ? attributes : attributes + " " + Files.readString(file);
  }
}
