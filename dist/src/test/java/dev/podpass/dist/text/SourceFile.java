// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A Java source file of main code.
 *
 * @param name its file name
 * @param text its content
 */
record SourceFile(String name, String text) {
  private static final Path ROOT = Path.of("..");

  /** The files of every module that is shipped. */
  static List<SourceFile> shipped() throws IOException {
    List<SourceFile> all = new ArrayList<>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path module : modules.filter(SourceFile::isShipped).sorted().toList()) {
        try (Stream<Path> files = Files.walk(module.resolve("src/main/java"))) {
          for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
            all.add(new SourceFile(file.getFileName().toString(), Files.readString(file)));
          }
        }
      }
    }
    return all;
  }

  private static boolean isShipped(Path module) {
    return Files.isDirectory(module.resolve("src/main/java")) && !module.endsWith("testkit");
  }
}
