// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.install.Node.Program;
import dev.podpass.admin.install.Node.Trouble;
import dev.podpass.admin.install.Pass.Proof;
import dev.podpass.admin.install.PassReport.Outcome;
import dev.podpass.admin.kubelet.Kubelet.Health;
import dev.podpass.admin.state.Memory.Failed;
import dev.podpass.admin.state.Memory.File;
import dev.podpass.admin.state.Memory.Good;
import dev.podpass.admin.state.Memory.Pending;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * Goes back after a change that failed: to the text with which kubelet was healthy last, or to one
 * without podpass's entries.
 */
final class Undo {
  private final Pass pass;
  private final Node node;
  private final Start first;
  private final Program program;

  Undo(Pass pass, Program program) {
    this.pass = pass;
    this.node = pass.node;
    this.first = pass.first;
    this.program = program;
  }

  /** The new program does not run; one that is there and does stays. */
  PassReport afterTrial(Failed failed, Trouble trouble) throws IOException {
    node.save(failed);
    if (!first.text().values().isEmpty()
        && !(node.program() == Program.OTHER && node.programRuns())) {
      return putBack(trouble, Optional.empty());
    }
    if (wasBare()) {
      clean();
    }
    return report(trouble, "");
  }

  /** Kubelet is not as well as before with what is written. */
  PassReport afterHealth(Failed failed, Trouble trouble) throws IOException {
    node.save(failed);
    // A pass that was killed may have noted a text that it did not write.
    String there = pass.text().values();
    Optional<Good> good = node.memory().good().filter(it -> !it.values().equals(there));
    return putBack(trouble, good.map(Good::text));
  }

  private PassReport putBack(Trouble trouble, Optional<String> good) throws IOException {
    Health health = pass.health();
    Proof proof = pass.goBack(good, Text::without, health);
    if (proof instanceof Proof.Failed(Trouble again)) {
      if (!again.restarted()) {
        return report(trouble, ", but " + again.reason());
      }
      // Kubelet that is ill without the change, too, was not made ill by it.
      node.drop(File.FAILED);
      return report(trouble, ", but kubelet is not healthy with them either");
    }
    if (proof instanceof Proof.RestartPending) {
      return report(trouble, ", which kubelet reads when it is restarted");
    }
    Optional<Pending> pending = node.memory().pending();
    if (pending.isEmpty() ? wasBare() : pending.get().values().isEmpty()) {
      clean();
    }
    String how =
        first.runs() && first.process().equals(pass.kubelet.look())
            ? "kept running"
            : (health == Health.HEALTHY ? "is healthy" : "lives") + " with them";
    return report(trouble, ", and kubelet " + how);
  }

  private boolean wasBare() {
    return first.isBare() && first.links().isEmpty() && program == Program.ABSENT;
  }

  private void clean() throws IOException {
    pass.removeFiles(node.memory(), Set.of());
    node.drop(File.GOOD, File.PENDING, File.ORIGINAL);
  }

  private PassReport report(Trouble trouble, String kubelet) throws IOException {
    Text now = pass.text();
    boolean same =
        now.now().equals(first.text().now())
            && node.program() == program
            && node.links().equals(first.links());
    String files =
        same
            ? "; the files are as they were"
            : now.values().isEmpty()
                ? "; kubelet's configuration is without podpass's entries"
                : "; kubelet's configuration is the one that worked last";
    return pass.report(Outcome.ROLLED_BACK, trouble.reason() + files + kubelet, trouble.hint());
  }
}
