// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.install.Node.Program;
import dev.podpass.admin.install.Node.Trouble;
import dev.podpass.admin.install.Pass.Proof;
import dev.podpass.admin.install.PassReport.Outcome;
import dev.podpass.admin.kubelet.Kubelet.Health;
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
record Undo(Pass pass, Program program, Trouble trouble) {
  /** The new program does not run; one that is there and does stays. */
  PassReport afterTrial() throws IOException {
    Node node = pass.node;
    if (!pass.first.text().values().isEmpty()
        && !(node.program() == Program.OTHER && node.programRuns())) {
      return putBack(Optional.empty());
    }
    if (wasBare()) {
      clean();
    }
    return report("");
  }

  /** Kubelet is not as well as before with what is written. */
  PassReport afterHealth() throws IOException {
    // A pass that was killed may have noted a text that it did not write.
    String there = pass.text().values();
    Optional<Good> good = pass.node.memory().good().filter(it -> !it.values().equals(there));
    return putBack(good.map(Good::text));
  }

  private PassReport putBack(Optional<String> good) throws IOException {
    Health health = pass.health();
    Proof proof = pass.goBack(good, Text::without, health);
    if (proof instanceof Proof.Failed(Trouble again)) {
      if (!again.restarted()) {
        return report(", but " + again.reason());
      }
      // Kubelet that is ill without the change, too, was not made ill by it.
      pass.node.drop(File.FAILED);
      return report(", but kubelet is not healthy with them either");
    }
    if (proof instanceof Proof.RestartPending) {
      return report(", which kubelet reads when it is restarted");
    }
    Optional<Pending> pending = pass.node.memory().pending();
    if (pending.isEmpty() ? wasBare() : pending.get().values().isEmpty()) {
      clean();
    }
    String how =
        pass.first.runs() && pass.first.process().equals(pass.kubelet.look())
            ? "kept running"
            : (health == Health.HEALTHY ? "is healthy" : "lives") + " with them";
    return report(", and kubelet " + how);
  }

  private boolean wasBare() {
    return pass.first.isBare() && pass.first.links().isEmpty() && program == Program.ABSENT;
  }

  private void clean() throws IOException {
    pass.removeFiles(pass.node.memory(), Set.of());
    pass.node.drop(File.GOOD, File.PENDING, File.ORIGINAL);
  }

  private PassReport report(String kubelet) throws IOException {
    Text now = pass.text();
    boolean same =
        now.now().equals(pass.first.text().now())
            && pass.node.program() == program
            && pass.node.links().equals(pass.first.links());
    String files =
        same
            ? "; the files are as they were"
            : now.values().isEmpty()
                ? "; kubelet's configuration is without podpass's entries"
                : "; kubelet's configuration is the one that worked last";
    return pass.report(Outcome.ROLLED_BACK, trouble.reason() + files + kubelet)
        .advising(trouble.hint());
  }
}
