// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.constants;

import dev.podpass.imagebuilder.Listing;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/** What may be a constant of the image: an expression on each line, below the reason for it. */
record Reasons(List<Pattern> allowed) {
  static Reasons read() {
    return of(Listing.read(Reasons.class, "reasons.txt"));
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
    return findings.stream()
        .filter(finding -> allowed.stream().noneMatch(regex -> regex.matcher(finding).matches()))
        .toList();
  }
}
