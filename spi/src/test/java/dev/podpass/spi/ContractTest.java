// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every public type of the contract has. */
class ContractTest {
  private static final Path SOURCES = Path.of("src", "main", "java");
  private static final Pattern PUBLIC_TYPE =
      Pattern.compile(
          "(?m)^public (?:sealed |non-sealed |final )*(?:class|interface|record|enum) ");
  private static final Pattern PUBLIC_INTERFACE = Pattern.compile("(?m)^public interface ");
  private static final String KIND = "(?:static |final |sealed )*(?:class|interface|record|enum) ";
  private static final Pattern NESTED = Pattern.compile("(?m)^ +(?:public|protected) " + KIND);
  private static final Pattern NESTED_OF_INTERFACE = Pattern.compile("(?m)^ +(?:public )?" + KIND);
  private static final Pattern DOCUMENTED =
      Pattern.compile(
          "\\n \\* @since \\d+\\.\\d+\\n \\*/\\n(?:@\\w+\\n)*public "
              + "(?:sealed |non-sealed |final )*(?:class|interface|record|enum) ");

  @Test
  void everyPublicTypeIsDocumentedWithItsRelease() throws IOException {
    List<Path> types = publicTypes();

    assertThat(types).hasSizeGreaterThan(30);
    assertThat(types)
        .allSatisfy(file -> assertThat(Files.readString(file)).containsPattern(DOCUMENTED));
  }

  /** The author of a provider has to know them, nested ones included. */
  @Test
  void isSmallEnoughToBeLearned() throws IOException {
    long types = 0;
    for (Path file : publicTypes()) {
      String source = Files.readString(file).replaceAll("(?s)/\\*.*?\\*/", "");
      boolean contract = PUBLIC_INTERFACE.matcher(source).find();
      types += 1 + (contract ? NESTED_OF_INTERFACE : NESTED).matcher(source).results().count();
    }

    assertThat(types).isBetween(40L, 50L);
  }

  private static List<Path> publicTypes() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files.filter(ContractTest::isPublic).toList();
    }
  }

  private static boolean isPublic(Path file) {
    try {
      return file.toString().endsWith(".java")
          && PUBLIC_TYPE.matcher(Files.readString(file)).find();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
