// SPDX-License-Identifier: Apache-2.0
package dev.podpass.demo;

import dev.podpass.demo.Expected.Refused;
import dev.podpass.testkit.kubelet.PluginAnswer;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Prints the outcomes of scenes, with every secret cut short. */
final class Report {
  private static final int SHOWN = 6;

  private final Screen screen;
  private final boolean verbose;
  private final Set<String> images = new HashSet<>();
  private int scenes;

  Report(Screen screen, boolean verbose) {
    this.screen = screen;
    this.verbose = verbose;
  }

  /** A heading of the next scene. */
  void title(String title) {
    scenes++;
    screen.bold(scenes + " " + title);
  }

  /** One scene. */
  void print(Outcome outcome, Set<String> secrets) {
    Scene scene = outcome.scene();
    title(scene.title());
    String image = scene.request().image();
    if (images.add(image)) {
      screen.line("  " + image);
    }
    outcome.calls().forEach(this::print);
    if (scenes == 1) {
      String exchange = "STS exchanged the pod's token for a session of that role;";
      screen.wrapped("     ", exchange + " ECR issued a password to that session.", 2);
    }
    if (outcome.answer().isPresent()) {
      granted(outcome, outcome.answer().get());
    } else {
      refused(outcome, cut(outcome.run().messages(), secrets));
    }
    outcome.surprises().forEach(screen::wrong);
    if (verbose) {
      verbose("stdin", cut(scene.request().json(), secrets));
      verbose("stdout", cut(outcome.run().stdout(), secrets));
      verbose("stderr", cut(outcome.run().messages(), secrets));
      long took = outcome.run().took().toMillis();
      verbose("exit", outcome.run().status() + " after " + took + " ms");
    }
  }

  private void print(CloudCall call) {
    String time = call.milliseconds().isPresent() ? call.milliseconds().getAsLong() + " ms" : "";
    // A registry's challenge is a 401 that says where to go.
    boolean challenged = call.operation().equals("challenge") && call.status() == 401;
    String operation = call.operation() + (challenged ? ", 401 is expected" : "");
    String text = "%-31s %-26s %3d %7s".formatted(call.host(), operation, call.status(), time);
    if (challenged || call.status() / 100 == 2) {
      screen.good(text.stripTrailing());
    } else {
      screen.refused(text.stripTrailing());
    }
  }

  private void granted(Outcome outcome, PluginAnswer answer) {
    String image = outcome.scene().request().image();
    String registry = image.substring(0, image.indexOf('/'));
    answer
        .auth()
        .forEach((pattern, login) ->
            screen.result(
                "user %s, password %s…, %s, cached %s%s"
                    .formatted(
                        login.username().replaceFirst("^(0{8}-).*", "$1…"),
                        login.password().substring(0, Math.min(SHOWN, login.password().length())),
                        pattern.equals(registry) ? "this registry only" : "for " + pattern,
                        life(answer.cacheDuration()),
                        outcome.calls().isEmpty() ? ", nothing was sent" : as(outcome))));
  }

  private static String as(Outcome outcome) {
    return outcome
        .seenAs()
        .map(session -> ", session " + session.replace("assumed-role/", ""))
        .orElse("");
  }

  private static String life(Optional<Duration> kept) {
    return kept.map(duration -> duration.toMinutes() + " min").orElse("kubelet's default");
  }

  /** What the lines of the calls say already is left out. */
  private void refused(Outcome outcome, String message) {
    String sent = outcome.calls().isEmpty() ? ", nothing was sent" : "";
    String expected = outcome.surprises().isEmpty() ? ", as expected" : "";
    String[] parts = message.replaceFirst("^podpass: (?s:.* failed: )?", "").split("; hint: ", 2);
    String reason = parts[0].isBlank() ? "" : ": " + parts[0].strip();
    String result =
        "no credential%s%s; exit status %d%s"
            .formatted(expected, sent, outcome.run().status(), reason);
    screen.result(screen.cut(result, 5));
    boolean useful =
        !(outcome.scene().expected() instanceof Refused refused) || !refused.advice().isEmpty();
    if (parts.length == 2 && useful) {
      screen.wrapped("    ", "hint: " + parts[1], 5);
    }
  }

  private void verbose(String label, String text) {
    screen.dim("    %-7s %s".formatted(label, text.isEmpty() ? "(empty)" : text.strip()));
  }

  /** The text with what is secret cut short; the longest first, for one may be part of another. */
  private static String cut(String text, Set<String> secrets) {
    return secrets.stream()
        .filter(secret -> secret.length() > 2 * SHOWN)
        .sorted(Comparator.comparingInt(String::length).reversed())
        .reduce(text, (shown, secret) -> shown.replace(secret, cutSecret(secret)));
  }

  private static String cutSecret(String secret) {
    return "%s…(%d characters)".formatted(secret.substring(0, SHOWN), secret.length());
  }
}
