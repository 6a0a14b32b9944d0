// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation.
 *
 * @param path from the repository's root
 * @param text in Markdown
 */
public record Page(Path path, String text) {
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final Pattern FENCE = Pattern.compile("(?ms)^( *)```(\\w*)\\n(.*?)^ *```$");

  /** What stands below a block of commands that the tests leave out. */
  private static final Pattern NOT_RUN =
      Pattern.compile("\\s+\\*Not run by the tests: [^*]{10,200}\\.\\*\\n");

  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.*)$");
  private static final Pattern LINK =
      Pattern.compile("(?:\\]\\(|(?m:^\\[[\\w-]+\\]: ))(?!https?:|mailto:)([^)\\s]+)");
  private static final Pattern SPAN = Pattern.compile("`([^`\\n]+)`");

  /**
   * A fenced block.
   *
   * @param run whether the page lets the tests run it, if it has commands
   */
  public record Block(String language, String text, boolean run) {}

  /** Those of the root, and all below {@code docs}. */
  public static List<Page> all() throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> root = Files.list(ROOT);
        Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      Stream.concat(root, docs)
          .filter(file -> file.toString().endsWith(".md"))
          .filter(file -> !file.toString().contains("/target/"))
          .sorted()
          .forEach(files::add);
    }
    return files.stream().map(file -> read(ROOT.relativize(file))).toList();
  }

  static Page read(Path path) {
    try {
      return new Page(path, Files.readString(ROOT.resolve(path)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The fenced blocks, in their order. */
  public List<Block> blocks() {
    return FENCE
        .matcher(text)
        .results()
        .map(found ->
            new Block(
                found.group(2),
                found.group(3).indent(-found.group(1).length()),
                !NOT_RUN.matcher(text).region(found.end(), text.length()).lookingAt()))
        .toList();
  }

  /** What stands between backticks, outside of blocks. */
  List<String> spans() {
    return groups(SPAN, prose());
  }

  /** The targets of links within the repository, as they are written. */
  List<String> links() {
    return groups(LINK, SPAN.matcher(prose()).replaceAll("code"));
  }

  /** What a link to a heading may name, by GitHub's rule. */
  List<String> anchors() {
    List<String> anchors = new ArrayList<>();
    for (String heading : groups(HEADING, prose())) {
      String plain = heading.replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1").toLowerCase(Locale.ROOT);
      String anchor = plain.replaceAll("[^\\p{L}\\p{N}_ -]", "").replace(' ', '-');
      long before = anchors.stream().filter(anchor::equals).count();
      anchors.add(before == 0 ? anchor : anchor + "-" + before);
    }
    return anchors;
  }

  /** All but the blocks. */
  public String prose() {
    return FENCE.matcher(text).replaceAll("");
  }

  private static List<String> groups(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.results().map(found -> found.group(1)).toList();
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
