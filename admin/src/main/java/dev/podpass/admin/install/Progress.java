// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.kubelet.Health;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The progress of a pass: its actions and their effects.
 *
 * @param first what was there when it began
 * @param history its actions and their effects
 */
record Progress(View first, List<Step> history) {
  /** The result of an action. */
  sealed interface Effect {
    /** It is done. */
    record Made() implements Effect {}

    /** Kubelet is this well. */
    record Asked(Health health) implements Effect {}

    /** It failed. */
    record Failed(Trouble trouble) implements Effect {}
  }

  /** An action, and its effect. */
  record Step(Action action, Effect effect) {
    boolean failed() {
      return effect instanceof Effect.Failed;
    }

    /** A kubelet that was ill before need not be well now. */
    private Optional<Trouble> trouble() {
      boolean matters =
          !(action instanceof Action.Await(String _, Health expected)
              && expected == Health.UNKNOWN);
      return matters && effect instanceof Effect.Failed(Trouble trouble)
          ? Optional.of(trouble)
          : Optional.empty();
    }

    private boolean changes() {
      return switch (action) {
        case Action.MakeDirectory _,
            Action.PutProgram _,
            Action.PutLink _,
            Action.Remove _,
            Action.WriteConfig _,
            Action.Secure _,
            Action.Restart _ ->
            !failed();
        case Action.Save _,
            Action.Keep _,
            Action.AskHealth _,
            Action.Await _,
            Action.Forget _,
            Action.Done _ ->
            false;
      };
    }
  }

  Progress {
    history = List.copyOf(history);
  }

  static Progress at(View first) {
    return new Progress(first, List.of());
  }

  Progress after(Action action, Effect effect) {
    return new Progress(
        first, Stream.concat(history.stream(), Stream.of(new Step(action, effect))).toList());
  }

  /** Why the change is undone, if it is. */
  Optional<Trouble> trouble() {
    return history.stream().flatMap(step -> step.trouble().stream()).findFirst();
  }

  /** The steps of the undoing if there is trouble; all otherwise. */
  private Stream<Step> current() {
    return trouble().isEmpty()
        ? history.stream()
        : history.stream().dropWhile(step -> step.trouble().isEmpty()).skip(1);
  }

  private <T extends Action> boolean made(Class<T> kind) {
    return current().anyMatch(step -> kind.isInstance(step.action()) && !step.failed());
  }

  /** Whether a file or kubelet was changed. */
  boolean changed() {
    return history.stream().anyMatch(Step::changes);
  }

  /** How well kubelet was before; empty if that was not asked. */
  Optional<Health> before() {
    return asked(history.stream().filter(step -> step.action() instanceof Action.AskHealth));
  }

  private static Optional<Health> asked(Stream<Step> steps) {
    return steps
        .flatMap(step ->
            step.effect() instanceof Effect.Asked(Health health)
                ? Stream.of(health)
                : Stream.empty())
        .findFirst();
  }

  /** How well the kubelet is that was awaited. */
  Optional<Health> after() {
    return asked(current().filter(step -> step.action() instanceof Action.Await));
  }

  /** Whether kubelet's configuration was written, or written back. */
  boolean wrote() {
    return made(Action.WriteConfig.class);
  }

  /** Whether kubelet was restarted, or that was tried. */
  boolean restarted() {
    return current().anyMatch(step -> step.action() instanceof Action.Restart);
  }

  /** Whether kubelet is as well as before; empty if it was not awaited. */
  Optional<Boolean> awaited() {
    return current()
        .filter(step ->
            step.action() instanceof Action.Await
                || (step.action() instanceof Action.Restart && step.failed()))
        .map(step -> !step.failed())
        .findFirst();
  }

  /** Whether the trouble was saved. */
  boolean noted() {
    return trouble().isPresent() && made(Action.Save.class);
  }

  /** Whether the state was removed. */
  boolean forgot() {
    return made(Action.Forget.class);
  }

  /** The failure of undoing the change; empty if there was none. */
  String problem() {
    return trouble().isEmpty()
        ? ""
        : current()
            .filter(Step::failed)
            .map(step ->
                step.effect() instanceof Effect.Failed(Trouble failed)
                        && step.action() instanceof Action.Restart
                    ? failed.reason()
                    : "kubelet is not healthy with them either")
            .findFirst()
            .orElse("");
  }
}
