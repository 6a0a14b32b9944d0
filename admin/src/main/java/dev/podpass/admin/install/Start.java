// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.install.Node.Program;
import dev.podpass.admin.kubelet.Kubelet;
import dev.podpass.admin.state.Memory;
import java.util.Optional;
import java.util.SequencedMap;

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
