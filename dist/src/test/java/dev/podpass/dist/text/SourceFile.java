// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A Java source file.
 *
 * @param name its file name
 * @param text its content
 */
record SourceFile(String name, String text) {
  private static final Path ROOT = Path.of("..");

  /** The main code of every module that is shipped. */
  static List<SourceFile> shipped() throws IOException {
    return below(module -> module.endsWith("testkit") ? List.of() : List.of("src/main/java"));
  }

  /** The main code and the tests of every module. */
  static List<SourceFile> all() throws IOException {
    return below(_ -> List.of("src/main/java", "src/test/java"));
  }

  private static List<SourceFile> below(Function<Path, List<String>> sources) throws IOException {
    List<SourceFile> all = new ArrayList<>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path module : modules.sorted().toList()) {
        for (String source : sources.apply(module)) {
          all.addAll(in(module.resolve(source)));
        }
      }
    }
    return all;
  }

  private static List<SourceFile> in(Path directory) throws IOException {
    List<SourceFile> all = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          all.add(new SourceFile(file.getFileName().toString(), Files.readString(file)));
        }
      }
    }
    return all;
  }
}
