// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The string literals of one source file; those that a plus joins are one.
 *
 * @param file its name
 * @param texts as they are written, with their quotes
 */
record Literals(String file, List<String> texts) {
  private static final Path ROOT = Path.of("..");
  private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|(?m)^\\s*//[^\\n]*$");
  private static final Pattern LITERAL =
      Pattern.compile("(?s)\"\"\".*?\"\"\"|\"(?:[^\"\\\\\\n]|\\\\.)*\"");
  private static final Pattern TWO_LINES = Pattern.compile("\"\\s*\\+\\s*\"");

  /** Of every module that is shipped. */
  static List<Literals> ofTheCode() throws IOException {
    List<Literals> all = new ArrayList<>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path module : modules.filter(Literals::isShipped).sorted().toList()) {
        try (Stream<Path> files = Files.walk(module.resolve("src/main/java"))) {
          for (Path file : files.filter(name -> name.toString().endsWith(".java")).toList()) {
            all.add(of(file.getFileName().toString(), Files.readString(file)));
          }
        }
      }
    }
    return all;
  }

  static Literals of(String file, String source) {
    String code = TWO_LINES.matcher(COMMENT.matcher(source).replaceAll("")).replaceAll("");
    return new Literals(file, LITERAL.matcher(code).results().map(MatchResult::group).toList());
  }

  private static boolean isShipped(Path module) {
    return Files.isDirectory(module.resolve("src/main/java")) && !module.endsWith("testkit");
  }
}
