// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.install.Node.Program;
import dev.podpass.admin.install.Node.Trouble;
import dev.podpass.admin.install.Pass.Proof;
import dev.podpass.admin.install.PassReport.Outcome;
import dev.podpass.admin.install.Text.Target;
import dev.podpass.admin.kubelet.Kubelet;
import dev.podpass.admin.kubelet.Kubelet.Health;
import dev.podpass.admin.state.Memory;
import dev.podpass.admin.state.Memory.Failed;
import dev.podpass.admin.state.Memory.File;
import dev.podpass.admin.state.Memory.Good;
import dev.podpass.admin.state.Memory.Pending;
import java.io.IOException;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Goes back after a change that failed: to the text with which kubelet was healthy last, or to one
 * without podpass's entries.
 */
final class Undo {
  private final Pass pass;
  private final Node node;
  private final Start first;

  /**
   * What was there when a pass began.
   *
   * @param memory of the node
   * @param text kubelet's file
   * @param process of kubelet
   * @param kubelet digest of it; empty if none ran
   * @param program what was in the place of the program
   * @param links of podpass's, and the program that each leads to
   */
  record Start(
      Memory memory,
      Text text,
      String process,
      Optional<String> kubelet,
      Program program,
      SequencedMap<String, String> links) {
    boolean runs() {
      return !process.equals(Kubelet.NONE);
    }

    /** Whether nothing of podpass's was there. */
    boolean isBare() {
      return text.values().isEmpty()
          && links.isEmpty()
          && program == Program.ABSENT
          && memory.values().isEmpty();
    }

    /** Whether podpass's entries are there, and no memory of what has read them. */
    boolean isForgotten() {
      return !text.values().isEmpty()
          && memory.pending().isEmpty()
          && memory.good().filter(it -> it.values().equals(text.values())).isEmpty();
    }
  }

  /**
   * For one pass.
   *
   * @param first what was there when it began
   */
  Undo(Pass pass, Start first) {
    this.pass = pass;
    this.node = pass.node;
    this.first = first;
  }

  /** The new program does not run; one that is there and does stays. */
  PassReport afterTrial(Failed failed, Trouble trouble) throws IOException {
    node.save(failed);
    if (!first.text().values().isEmpty()
        && !(node.program() == Program.OTHER && node.programRuns())) {
      return putBack(trouble, false);
    }
    if (first.isBare()) {
      clean();
    }
    return report(trouble, "");
  }

  /** Kubelet is not as well as before with what is written. */
  PassReport afterHealth(Failed failed, Trouble trouble) throws IOException {
    node.save(failed);
    return putBack(trouble, true);
  }

  private PassReport putBack(Trouble trouble, boolean toGood) throws IOException {
    Memory memory = node.memory();
    Health health = memory.pending().map(Pending::health).orElseGet(() -> pass.kubelet.health());
    pass.write(now -> target(now, memory, toGood), health, memory.last());
    if (isUnread()) {
      node.drop(File.PENDING);
      if (first.isBare()) {
        clean();
      }
      return report(trouble, ", and kubelet kept running");
    }
    Proof proof = pass.prove();
    if (proof instanceof Proof.Failed(Trouble again)) {
      return stillIll(trouble, again);
    }
    if (proof instanceof Proof.RestartPending) {
      return report(trouble, ", which kubelet reads when it is restarted");
    }
    Optional<Pending> pending = node.memory().pending();
    if (pending.filter(it -> it.values().isEmpty()).isPresent()) {
      clean();
    }
    boolean healthy = health == Health.HEALTHY;
    return report(trouble, ", and kubelet " + (healthy ? "is healthy" : "lives") + " with them");
  }

  /** Whether the kubelet that runs has read the text that is there again, and no other. */
  private boolean isUnread() throws IOException {
    return first.runs()
        && pass.kubelet.look().equals(first.process())
        && first.memory().pending().isEmpty()
        && !first.isForgotten()
        && pass.text().now().equals(first.text().now());
  }

  private Target target(Text now, Memory memory, boolean toGood) throws IOException {
    Optional<Good> good = memory.good().filter(it -> toGood && !it.values().equals(now.values()));
    Optional<String> text = good.map(Good::text);
    // What another program has changed in the file since then would be lost with it.
    return text.isPresent() && now.hasBaseOf(text, node.ours(text))
        ? new Target(text, false, good.get().values())
        : now.without();
  }

  /** Kubelet that is ill without the change, too, was not made ill by it, and proves nothing. */
  private PassReport stillIll(Trouble trouble, Trouble again) throws IOException {
    if (!again.restarted()) {
      return report(trouble, ", but " + again.reason());
    }
    node.drop(File.FAILED);
    pass.expectNothing();
    return report(trouble, ", but kubelet is not healthy with them either");
  }

  private void clean() throws IOException {
    pass.removeFiles(node.memory());
    node.drop(File.GOOD, File.PENDING, File.ORIGINAL);
  }

  private PassReport report(Trouble trouble, String kubelet) throws IOException {
    Text now = pass.text();
    boolean same =
        now.now().equals(first.text().now())
            && node.program() == first.program()
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
