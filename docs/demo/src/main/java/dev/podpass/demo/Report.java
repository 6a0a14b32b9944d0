// SPDX-License-Identifier: Apache-2.0
package dev.podpass.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.kubelet.PluginRun;
import dev.podpass.testkit.net.ReceivedRequest;
import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What happened to one request.
 *
 * @param clouds what it reached
 * @param scene what it was
 * @param run how it ended
 */
record Report(FakeClouds clouds, Scene scene, PluginRun run) {
  private static final int SHOWN = 12;
  private static final Pattern ACTION = Pattern.compile("(?:^|&)Action=(?<action>[A-Za-z]+)");

  void print(PrintStream out) {
    out.println();
    out.println("── " + scene.title());
    line(out, "stdin", cut(scene.request().json()));
    List<String> steps = steps();
    for (String step : steps) {
      line(out, "cloud", step);
    }
    if (steps.isEmpty()) {
      line(out, "cloud", "nothing was sent");
    }
    line(
        out, "stdout", run.stdout().length == 0 ? "(empty)" : cut(new String(run.stdout(), UTF_8)));
    line(out, "stderr", run.stderr().isEmpty() ? "(empty)" : cut(run.stderr()));
    line(out, "exit", "%d after %d ms".formatted(run.exitCode(), run.duration().toMillis()));
  }

  private static void line(PrintStream out, String label, String text) {
    out.printf("   %-7s %s%n", label, text.strip());
  }

  private List<String> steps() {
    return clouds.received().requests().stream().map(this::step).toList();
  }

  private String step(ReceivedRequest request) {
    String status =
        clouds.received().answersOf(request.host()).stream()
            .filter(sent -> sent.request().equals(request))
            .map(sent -> String.valueOf(sent.answer().status()))
            .findFirst()
            .orElse("no answer");
    return "%s https://%s%s %s → %s"
        .formatted(request.method(), request.host(), request.path(), operation(request), status);
  }

  /** The name of the operation, where the cloud's protocol puts it. */
  private static String operation(ReceivedRequest request) {
    Optional<String> target = request.header("X-Amz-Target");
    if (target.isPresent()) {
      return target.get().substring(target.get().lastIndexOf('.') + 1);
    }
    Matcher action = ACTION.matcher(request.body().text());
    return action.find() ? action.group("action") : "";
  }

  /** The text with what is secret cut short; the longest first, for one may be part of another. */
  private String cut(String text) {
    return clouds.plantedSecrets().stream()
        .filter(secret -> secret.length() > SHOWN)
        .sorted(Comparator.comparingInt(String::length).reversed())
        .reduce(text, (shown, secret) -> shown.replace(secret, cutSecret(secret)));
  }

  private static String cutSecret(String secret) {
    return "%s…(%d characters)".formatted(secret.substring(0, SHOWN), secret.length());
  }
}
