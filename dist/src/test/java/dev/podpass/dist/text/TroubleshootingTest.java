// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A message that a page explains is one that the code has. */
class TroubleshootingTest {
  /** The first cell of a row; an ellipsis stands for what differs. */
  private static final Pattern MESSAGE = Pattern.compile("(?m)^\\| `([^`]+)` *\\|");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "troubleshooting.md",
        "ecr.md",
        "gar.md",
        "acr.md",
        "registries.md",
        "exchange.md"
      })
  void messagesAreTheCodes(String page) throws IOException {
    List<SourceFile> code = SourceFile.shipped();
    String text = Page.read(Path.of("docs", page)).text();
    String section = text.substring(text.indexOf("\n## By message") + 1).split("\n## ", 2)[0];
    List<String> messages =
        MESSAGE.matcher(section).results().map(found -> found.group(1)).toList();

    assertThat(messages).hasSizeGreaterThan(5);
    assertThat(messages).filteredOn(message -> !isOf(code, message)).isEmpty();
  }

  @Test
  void aMessageThatTheCodeLacksIsFound() {
    List<SourceFile> code =
        List.of(new SourceFile("A.java", "String a = \"the token \" + t + \" is old\";"));

    assertThat(isOf(code, "the token … is old")).isTrue();
    assertThat(isOf(code, "the token … is new")).isFalse();
  }

  /** All its parts stand in one file. */
  private static boolean isOf(List<SourceFile> code, String message) {
    List<String> parts =
        Arrays.stream(message.split("…"))
            .map(String::strip)
            .filter(part -> !part.isEmpty())
            .toList();
    return code.stream()
        .map(source -> String.join("\n", source.literals()))
        .anyMatch(texts -> parts.stream().allMatch(texts::contains));
  }
}
