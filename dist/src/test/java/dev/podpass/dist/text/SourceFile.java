// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Java source file.
 *
 * @param name its file name
 * @param text its content
 */
record SourceFile(String name, String text) {
  private static final Path ROOT = Path.of("..");
  private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
  private static final Pattern LITERAL =
      Pattern.compile("(?s:\"\"\".*?\"\"\")|\"(?:[^\"\\\\\\n]|\\\\.)*\"");
  private static final Pattern LITERAL_OR_COMMENT =
      Pattern.compile(
          LITERAL + "|'(?:[^'\\\\\\n]|\\\\.)+'|(?s:/\\*.*?\\*/)|//[^\\n]*(?:\\n\\s*//[^\\n]*)*");
  private static final Pattern LINE_START = Pattern.compile("\\s*\\n\\s*(?:\\*(?!/)|//)?\\s*");
  private static final Pattern TWO_LINES = Pattern.compile("\"\\s*\\+\\s*\"");

  /** The main code of every module that is shipped; a module in a module's directory is not. */
  static List<SourceFile> shipped() throws IOException {
    return below(
        module -> !module.contains("/") && !module.equals("testkit"), List.of("src/main/java"));
  }

  /** The main code and the tests of every module. */
  static List<SourceFile> all() throws IOException {
    return below(_ -> true, List.of("src/main/java", "src/test/java"));
  }

  private static List<SourceFile> below(Predicate<String> wanted, List<String> directories)
      throws IOException {
    List<SourceFile> all = new ArrayList<>();
    for (MatchResult module :
        MODULE.matcher(Files.readString(ROOT.resolve("pom.xml"))).results().toList()) {
      for (String directory : directories) {
        Path sources = ROOT.resolve(module.group(1)).resolve(directory);
        if (wanted.test(module.group(1)) && Files.isDirectory(sources)) {
          all.addAll(in(sources));
        }
      }
    }
    return all;
  }

  private static List<SourceFile> in(Path directory) throws IOException {
    List<SourceFile> all = new ArrayList<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        all.add(new SourceFile(file.getFileName().toString(), Files.readString(file)));
      }
    }
    return all;
  }

  /**
   * The string literals as they are written, with their quotes; those that a plus joins are one.
   */
  List<String> literals() {
    String code =
        LITERAL_OR_COMMENT
            .matcher(text)
            .replaceAll(found -> isComment(found) ? "" : Matcher.quoteReplacement(found.group()));
    return LITERAL
        .matcher(TWO_LINES.matcher(code).replaceAll(""))
        .results()
        .map(MatchResult::group)
        .toList();
  }

  /** The comments and the Javadoc, each on one line. */
  List<String> comments() {
    return LITERAL_OR_COMMENT
        .matcher(text)
        .results()
        .filter(SourceFile::isComment)
        .map(comment -> LINE_START.matcher(comment.group()).replaceAll(" "))
        .toList();
  }

  private static boolean isComment(MatchResult found) {
    return found.group().startsWith("/");
  }
}
