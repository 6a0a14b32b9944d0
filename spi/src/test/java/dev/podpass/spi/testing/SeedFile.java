// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * The seeds of a fuzz test, from the file {@code fuzz.seeds} of its module: {@code CLASS NAME TEXT}
 * on each line. Of the text, {@code \n} and {@code \\} are escaped, and other bytes than ASCII's
 * printable characters as {@code \xHH}.
 */
public final class SeedFile implements ArgumentsProvider {
  /** For JUnit. */
  public SeedFile() {}

  @Override
  public Stream<? extends Arguments> provideArguments(
      ParameterDeclarations parameters, ExtensionContext context) throws IOException {
    Class<?> test = context.getRequiredTestClass();
    String own = test.getSimpleName() + " ";
    try (InputStream file = requireNonNull(test.getResourceAsStream("/fuzz.seeds"))) {
      List<Arguments> seeds =
          new String(file.readAllBytes(), UTF_8)
              .lines()
              .filter(line -> line.startsWith(own))
              .map(SeedFile::seed)
              .toList();
      assertThat(seeds).as("seeds of %s", own).isNotEmpty();
      return seeds.stream();
    }
  }

  private static Arguments seed(String line) {
    String[] parts = line.split(" ", 3);
    return arguments(named(parts[1], unescaped(parts[2])));
  }

  private static byte[] unescaped(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\') {
        bytes.write(c);
      } else if (text.charAt(++i) == 'x') {
        bytes.write(Integer.parseInt(text, i + 1, i + 3, 16));
        i += 2;
      } else {
        bytes.write(text.charAt(i) == 'n' ? '\n' : text.charAt(i));
      }
    }
    return bytes.toByteArray();
  }
}
