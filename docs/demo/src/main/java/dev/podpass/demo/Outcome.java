// SPDX-License-Identifier: Apache-2.0
package dev.podpass.demo;

import dev.podpass.demo.Expected.Granted;
import dev.podpass.demo.Expected.Refused;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.RegistryOptions;
import dev.podpass.testkit.kubelet.AnswerReader;
import dev.podpass.testkit.kubelet.Login;
import dev.podpass.testkit.kubelet.PluginAnswer;
import dev.podpass.testkit.kubelet.RefusedByKubelet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The outcome of a scene.
 *
 * @param answer what kubelet would use
 * @param seenAs the identity that the registry sees behind the password, if the fakes keep that
 */
record Outcome(
    Scene scene,
    Run run,
    List<CloudCall> calls,
    Optional<PluginAnswer> answer,
    Optional<String> seenAs) {

  /** Plays a scene. */
  static Outcome of(
      Scene scene, Podpass podpass, FakeClouds clouds, Map<String, String> environment) {
    clouds.received().clear();
    String[] options =
        Stream.concat(
                Stream.of("--log-level=debug"),
                Stream.of(RegistryOptions.of(scene.request().image())))
            .toArray(String[]::new);
    Run run = podpass.run(scene.request().json(), environment, options);
    Optional<PluginAnswer> answer = answer(scene, run);
    Optional<String> seenAs =
        answer
            .flatMap(known -> known.auth().values().stream().findFirst())
            .map(Login::password)
            .flatMap(password -> clouds.aws().password(password))
            .map(password -> password.session().arn().replaceFirst(".*:", ""));
    return new Outcome(scene, run, CloudCall.of(clouds, run), answer, seenAs);
  }

  private static Optional<PluginAnswer> answer(Scene scene, Run run) {
    if (run.status() != 0) {
      return Optional.empty();
    }
    try {
      byte[] stdout = run.stdout().getBytes(StandardCharsets.UTF_8);
      return Optional.of(AnswerReader.of(scene.request()).read(stdout));
    } catch (RefusedByKubelet _) {
      return Optional.empty();
    }
  }

  /** In which ways it is not what is expected; none if it is. */
  List<String> surprises() {
    List<String> surprises = new ArrayList<>();
    List<String> received = calls.stream().map(CloudCall::toString).sorted().toList();
    switch (scene.expected()) {
      case Granted granted -> {
        if (answer.isEmpty()) {
          surprises.add("expected a credential; exit status " + run.status());
        } else {
          check(surprises, "user for images", login(granted.user(), granted.pattern()), logins());
          check(surprises, "session", granted.seenAs(), seenAs.orElse(""));
        }
      }
      case Refused refused -> {
        check(surprises, "exit status", refused.status(), run.status());
        check(surprises, "stdout", "", run.stdout());
        if (!run.messages()
            .matches("(?s).*%s.*; hint: .*%s.*".formatted(refused.says(), refused.advice()))) {
          surprises.add("message: expected " + refused.says() + " and a hint " + refused.advice());
        }
      }
    }
    check(
        surprises,
        "calls",
        scene.expected().calls().stream().sorted().toList(),
        received.stream().filter(call -> !scene.expected().mayMiss(call)).toList());
    return surprises;
  }

  private String logins() {
    return answer.orElseThrow().auth().entrySet().stream()
        .map(entry -> login(entry.getValue().username(), entry.getKey()))
        .reduce("", (all, one) -> all.isEmpty() ? one : all + ", " + one);
  }

  private static String login(String user, String pattern) {
    return user + " for " + pattern;
  }

  private static void check(List<String> surprises, String what, Object expected, Object found) {
    if (!expected.equals(found)) {
      surprises.add("%s: expected %s, found %s".formatted(what, shown(expected), shown(found)));
    }
  }

  private static String shown(Object value) {
    String text = value.toString();
    return text.isEmpty() || text.equals("[]") ? "none" : text;
  }
}
