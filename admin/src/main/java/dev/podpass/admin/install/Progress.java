// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.kubelet.Health;
import java.util.Optional;

/**
 * What a pass has done so far that cannot be seen on the node.
 *
 * @param first what was there when it began
 * @param changed whether a file or kubelet was changed
 * @param before how well kubelet was before; empty if that was not asked
 * @param wrote whether kubelet's configuration was written
 * @param restarted whether kubelet was restarted, or that was tried
 * @param awaited whether kubelet was as well as before; empty if it was not awaited
 * @param trouble why the change is undone; the three before this are about the undoing then
 * @param noted whether that trouble was saved
 * @param problem what went wrong when it was undone; empty if nothing did
 * @param forgot whether the state was removed
 */
record Progress(
    View first,
    boolean changed,
    Optional<Health> before,
    boolean wrote,
    boolean restarted,
    Optional<Boolean> awaited,
    Optional<Trouble> trouble,
    boolean noted,
    String problem,
    boolean forgot) {

  /** The result of an action. */
  sealed interface Effect {
    /** It is done. */
    record Made() implements Effect {}

    /** Kubelet is this well. */
    record Asked(Health health) implements Effect {}

    /** It failed. */
    record Failed(Trouble trouble) implements Effect {}
  }

  static Progress at(View first) {
    return new Progress(
        first,
        false,
        Optional.empty(),
        false,
        false,
        Optional.empty(),
        Optional.empty(),
        false,
        "",
        false);
  }

  Progress after(Action action, Effect effect) {
    return switch (effect) {
      case Effect.Made _ -> made(action);
      case Effect.Asked(Health health) ->
          new Progress(
              first,
              changed,
              Optional.of(health),
              wrote,
              restarted,
              awaited,
              trouble,
              noted,
              problem,
              forgot);
      case Effect.Failed(Trouble failed) -> failed(action, failed);
    };
  }

  private Progress made(Action action) {
    return new Progress(
        first,
        changed || changes(action),
        before,
        wrote || action instanceof Action.WriteConfig,
        restarted || action instanceof Action.Restart,
        action instanceof Action.Await ? Optional.of(true) : awaited,
        trouble,
        noted || (trouble.isPresent() && action instanceof Action.Save),
        problem,
        forgot || action instanceof Action.Forget);
  }

  private static boolean changes(Action action) {
    return switch (action) {
      case Action.MakeDirectory _,
          Action.PutProgram _,
          Action.PutLink _,
          Action.Remove _,
          Action.WriteConfig _,
          Action.Secure _,
          Action.Restart _ ->
          true;
      case Action.Save _,
          Action.Keep _,
          Action.AskHealth _,
          Action.Await _,
          Action.Forget _,
          Action.Done _ ->
          false;
    };
  }

  /** A kubelet that was ill before need not be well now. */
  private Progress failed(Action action, Trouble failed) {
    if (action instanceof Action.Await(String _, Health expected) && expected == Health.UNKNOWN) {
      return gone(Optional.of(false), trouble, problem, restarted);
    }
    if (trouble.isPresent()) {
      String what =
          action instanceof Action.Await
              ? "kubelet is not healthy with them either"
              : failed.reason();
      return gone(Optional.of(false), trouble, what, true);
    }
    return new Progress(
        first,
        changed,
        before,
        false,
        false,
        Optional.empty(),
        Optional.of(failed),
        false,
        "",
        forgot);
  }

  private Progress gone(Optional<Boolean> how, Optional<Trouble> why, String what, boolean tried) {
    return new Progress(first, changed, before, wrote, tried, how, why, noted, what, forgot);
  }
}
