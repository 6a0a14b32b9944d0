// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.kubelet.Kubelet;
import dev.podpass.admin.state.Memory;
import java.util.Optional;
import java.util.SequencedMap;

/** What was there when a pass began; {@code kubelet} is a digest, empty if none ran. */
record Start(
    Memory memory,
    Text text,
    SequencedMap<String, String> links,
    String process,
    Optional<String> kubelet) {
  boolean runs() {
    return !process.equals(Kubelet.NONE);
  }

  /** Whether no entries of podpass's were there, or had been. */
  boolean isBare() {
    return text.values().isEmpty() && memory.values().isEmpty();
  }

  /** Whether podpass's entries are there, and no memory of what has read them. */
  boolean isForgotten() {
    return !text.values().isEmpty()
        && memory.pending().isEmpty()
        && memory.good().filter(it -> it.values().equals(text.values())).isEmpty();
  }

  /** Whether a kubelet has run all the time, and has read this text and no other. */
  boolean hasRead(String now, Optional<String> written) {
    return runs()
        && process.equals(now)
        && text.now().equals(written)
        && memory.pending().isEmpty()
        && !isForgotten();
  }
}
