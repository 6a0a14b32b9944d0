// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.substitutes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HeapLimitsTest {
  private static final Path OPTIONS =
      Path.of(
          "../src/main/resources/META-INF/native-image/dev.podpass/podpass-dist/native-image.properties");
  private static final Path SOURCE =
      Path.of("src/main/java/dev/podpass/imagebuilder/substitutes/HeapLimits.java");

  @Test
  void areThoseOfTheOptions() throws IOException {
    List<String> options = numbers(OPTIONS, "-R:Max(?:HeapSize|NewSize)=(\\d+)m");

    assertThat(options).hasSize(2);
    assertThat(numbers(SOURCE, "unsigned\\((\\d+)L << 20\\)")).isEqualTo(options);
  }

  private static List<String> numbers(Path file, String pattern) throws IOException {
    return Pattern.compile(pattern)
        .matcher(Files.readString(file))
        .results()
        .map(found -> found.group(1))
        .toList();
  }
}
