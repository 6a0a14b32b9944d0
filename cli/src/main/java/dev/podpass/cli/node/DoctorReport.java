// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.node;

import dev.podpass.admin.check.Check;
import dev.podpass.admin.check.Check.Verdict;
import dev.podpass.admin.text.Facts;
import dev.podpass.cli.report.VerdictWord;
import dev.podpass.cli.report.VerdictWord.Tone;
import dev.podpass.spi.secret.Redaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The report of {@code doctor}: a verdict, then failures, warnings and the rest. */
final class DoctorReport {
  private static final List<Verdict> ORDER =
      List.of(Verdict.FAILED, Verdict.WARNING, Verdict.SKIPPED, Verdict.OK);

  /** A longer subject does not move the findings of the others. */
  private static final int WIDEST = 36;

  private static final String INDENT = " ".repeat(9);

  private final List<Check> checks;

  DoctorReport(List<Check> checks) {
    this.checks =
        ORDER.stream()
            .flatMap(verdict -> checks.stream().filter(check -> check.verdict() == verdict))
            .toList();
  }

  /** The verdict on the node; {@code SKIPPED} if its kubelet's flags are not known. */
  Verdict verdict() {
    if (count(Verdict.FAILED) > 0) {
      return Verdict.FAILED;
    }
    if (checks.stream().anyMatch(Check::essential)) {
      return Verdict.SKIPPED;
    }
    return count(Verdict.WARNING) > 0 ? Verdict.WARNING : Verdict.OK;
  }

  private long count(Verdict verdict) {
    return checks.stream().filter(check -> check.verdict() == verdict).count();
  }

  private String summary() {
    String sentence =
        switch (verdict()) {
          case FAILED -> "this node is not set up for podpass";
          case SKIPPED -> "kubelet's flags were not found; run podpass doctor as root on a node";
          case WARNING, OK -> "this node is set up for podpass";
        };
    String counts =
        ORDER.stream()
            .filter(verdict -> count(verdict) > 0)
            .map(verdict -> count(verdict) + " " + mark(verdict).word())
            .collect(Collectors.joining(", "));
    return counts.isEmpty() ? sentence : sentence + ": " + counts;
  }

  /** The text, with the hint of each check below it. */
  String text(boolean coloured) {
    int width =
        checks.stream()
            .mapToInt(check -> check.subject().length())
            .filter(length -> length <= WIDEST)
            .max()
            .orElse(0);
    List<String> lines = new ArrayList<>();
    lines.add(mark(verdict()).painted(summary(), coloured));
    lines.add("");
    for (Check check : checks) {
      VerdictWord mark = mark(check.verdict());
      String subject = Redaction.line(check.subject());
      lines.add(
          mark.painted("%-7s".formatted(mark.word()), coloured)
              + "  "
              + subject
              + " ".repeat(Math.max(0, width - subject.length()) + 2)
              + Redaction.line(check.finding()));
      check.todo().ifPresent(todo -> lines.add(INDENT + "hint: " + Redaction.line(todo)));
    }
    return String.join("\n", lines);
  }

  Map<String, Object> facts() {
    Map<String, Object> facts = Facts.of("verdict", mark(verdict()));
    for (Verdict verdict : ORDER) {
      facts.put(verdict.name().toLowerCase(Locale.ROOT), count(verdict));
    }
    facts.put("checks", checks.stream().map(DoctorReport::facts).toList());
    return facts;
  }

  private static Map<String, Object> facts(Check check) {
    return Facts.of(
        "verdict", mark(check.verdict()),
        "check", check.subject(),
        "finding", check.finding(),
        "todo", check.todo());
  }

  private static VerdictWord mark(Verdict verdict) {
    return switch (verdict) {
      case OK -> new VerdictWord("ok", Tone.GOOD);
      case WARNING -> new VerdictWord("warning", Tone.OPEN);
      case FAILED -> new VerdictWord("failed", Tone.BAD);
      case SKIPPED -> new VerdictWord("skipped", Tone.OPEN);
    };
  }
}
