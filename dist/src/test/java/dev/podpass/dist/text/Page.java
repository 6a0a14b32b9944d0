// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

  /** The comment below a block of commands that the tests leave out. */
  private static final Pattern NOT_RUN =
      Pattern.compile("\\s+<!-- Not run by the tests: [^>]{10,200}\\. -->\\n");

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

  private static Page read(Path path) {
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

  @Override
  public String toString() {
    return path.toString();
  }
}
