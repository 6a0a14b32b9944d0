// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.install.Node.Trouble;
import dev.podpass.admin.install.Pass.Proof;
import dev.podpass.admin.install.PassReport.Outcome;
import dev.podpass.admin.install.Text.Target;
import dev.podpass.admin.kubelet.Kubelet;
import dev.podpass.admin.kubelet.Kubelet.Health;
import dev.podpass.admin.state.Memory;
import dev.podpass.admin.state.Memory.Good;
import dev.podpass.admin.state.Written;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

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
    Memory memory = node.memory();
    Text text = pass.text();
    if (text.ours().isEmpty() && node.links().isEmpty() && !isRemembered(memory)) {
      node.forget();
      return pass.report(Outcome.UNCHANGED, "podpass has put nothing on this node");
    }
    boolean begun = memory.pending().filter(it -> it.values().isEmpty()).isPresent();
    if (pass.restarts()
        && !pass.kubelet.look().equals(Kubelet.NONE)
        && !(begun && isRead(memory))) {
      pass.requireRestartable();
    }
    Health health = pass.health();
    if (!text.ours().isEmpty()) {
      pass.write(Text::without, health, Written.NONE);
    } else if (!begun) {
      pass.doubt(text, health);
    }
    return switch (pass.prove()) {
      case Proof.RestartPending _ ->
          pass.report(
              Outcome.RESTART_PENDING,
              "restart kubelet, then run podpass node uninstall again: until then kubelet runs the"
                  + " program, which stays");
      case Proof.Failed(Trouble trouble) -> putBack(text, memory, health, trouble);
      case Proof.NotRunning _ ->
          removed("kubelet is not running; it reads the configuration when it starts");
      case Proof.Read _ ->
          removed(
              pass.restarted() > 0
                  ? "kubelet was restarted and is healthy"
                  : "kubelet did not have to be restarted");
    };
  }

  private static boolean isRemembered(Memory memory) {
    return memory.original().isPresent()
        || memory.pending().isPresent()
        || memory.good().isPresent();
  }

  private boolean isRead(Memory memory) {
    String process = pass.kubelet.look();
    return memory.pending().filter(it -> it.isReadBy(process)).isPresent();
  }

  private PassReport removed(String message) throws IOException {
    Memory memory = node.memory();
    pass.removeFiles(memory);
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
  private PassReport putBack(Text before, Memory memory, Health health, Trouble trouble)
      throws IOException {
    Optional<String> back = before.ours().isEmpty() ? memory.good().map(Good::text) : before.now();
    String problem = "";
    if (back.isPresent()) {
      List<String> theirs = node.ours(back);
      String values = Text.values(back, theirs);
      // What another program has written meanwhile stays.
      pass.write(
          now -> now.hasBaseOf(back, theirs) ? new Target(back, false, values) : now.same(),
          health,
          memory.last());
      if (pass.prove() instanceof Proof.Failed(Trouble again)) {
        problem = ", but " + again.reason();
        if (again.restarted()) {
          pass.expectNothing();
        }
      }
    }
    return pass.report(
        Outcome.ROLLED_BACK,
        trouble.reason() + "; podpass is still on this node" + problem,
        trouble.hint());
  }
}
