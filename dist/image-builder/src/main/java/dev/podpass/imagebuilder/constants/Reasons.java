// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.constants;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What may be a constant of the image: an expression on each line, below the reason for it. */
record Reasons(List<Pattern> allowed) {
  static Reasons read() {
    try (InputStream file = Reasons.class.getResourceAsStream("reasons.txt")) {
      return of(new String(Objects.requireNonNull(file).readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Reasons of(String text) {
    return new Reasons(
        text.lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .map(Pattern::compile)
            .toList());
  }

  List<String> unexplained(Collection<String> findings) {
    return findings.stream().filter(Predicate.not(this::allow)).toList();
  }

  private boolean allow(String finding) {
    return allowed.stream().anyMatch(pattern -> pattern.matcher(finding).matches());
  }
}
