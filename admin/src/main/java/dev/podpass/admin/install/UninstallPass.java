// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.install.Node.Trouble;
import dev.podpass.admin.install.Pass.Proof;
import dev.podpass.admin.install.PassReport.Outcome;
import dev.podpass.admin.kubelet.Kubelet.Health;
import dev.podpass.admin.state.Memory;
import dev.podpass.admin.state.Memory.Good;
import dev.podpass.admin.state.Memory.Pending;
import dev.podpass.admin.state.Written;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * Takes podpass off a node: kubelet's file, restart, health; then links and program, which a
 * kubelet that has read the old file still runs; the memory last.
 */
final class UninstallPass {
  private final Pass pass;
  private final Node node;

  UninstallPass(Pass pass) {
    this.pass = pass;
    this.node = pass.node;
  }

  PassReport run() throws IOException {
    Memory memory = pass.first.memory();
    Text text = pass.first.text();
    if (text.ours().isEmpty() && pass.first.links().isEmpty() && !isRemembered(memory)) {
      node.forget();
      return pass.report(Outcome.UNCHANGED, "podpass has put nothing on this node");
    }
    Optional<Pending> begun = memory.pending().filter(it -> it.values().isEmpty());
    if (pass.restarts()
        && pass.first.runs()
        && begun.filter(it -> it.isReadBy(pass.first.process())).isEmpty()) {
      pass.requireRestartable();
    }
    Health health = pass.health();
    if (!text.ours().isEmpty()) {
      pass.write(Text::without, health, Written.NONE);
    } else if (begun.isEmpty()) {
      pass.doubt(text, health);
    }
    return switch (pass.prove()) {
      case Proof.RestartPending _ ->
          pass.report(
              Outcome.RESTART_PENDING,
              "restart kubelet, then run podpass node uninstall again: until then kubelet runs the"
                  + " program, which stays");
      case Proof.Failed(Trouble trouble) -> putBack(health, trouble);
      case Proof.Done(String message) -> removed(message);
    };
  }

  private static boolean isRemembered(Memory memory) {
    return memory.original().isPresent()
        || memory.pending().isPresent()
        || memory.good().isPresent();
  }

  private PassReport removed(String message) throws IOException {
    Memory memory = node.memory();
    pass.removeFiles(memory, Set.of());
    memory
        .original()
        .filter(it -> !it.known())
        .ifPresent(it ->
            pass.changes.add(
                "what %s was before podpass is not known: add the entry that podpass replaced, if it replaced one"
                    .formatted(it.config())));
    memory
        .original()
        .filter(it -> !it.trusted())
        .ifPresent(
            it -> pass.changes.add(it.config() + " was another user's before; it is root's now"));
    node.forget();
    return pass.report(Outcome.CHANGED, message);
  }

  /** Kubelet is not as well without podpass: the removal was not the cause, or it is not over. */
  private PassReport putBack(Health health, Trouble trouble) throws IOException {
    Text before = pass.first.text();
    Optional<String> back =
        before.ours().isEmpty() ? node.memory().good().map(Good::text) : before.now();
    String problem =
        back.isPresent()
                && pass.goBack(back, Text::now, health) instanceof Proof.Failed(Trouble again)
            ? ", but " + again.reason()
            : "";
    return pass.report(
            Outcome.ROLLED_BACK, trouble.reason() + "; podpass is still on this node" + problem)
        .advising(trouble.hint());
  }
}
