// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.journal.Checkpoint;
import dev.podpass.admin.journal.NodeWriter;
import dev.podpass.admin.journal.StateStore;
import dev.podpass.admin.kubelet.NodeCommands;
import dev.podpass.admin.node.NodeFiles;
import java.time.Clock;
import java.util.function.Consumer;

/**
 * A node, and all that it takes to change it.
 *
 * @param files to be read
 * @param writer to be written
 * @param commands its programs
 * @param clock the time
 * @param progress is given what is waited for
 * @param checkpoint is passed between steps
 */
public record Node(
    NodeFiles files,
    NodeWriter writer,
    NodeCommands commands,
    Clock clock,
    Consumer<String> progress,
    Checkpoint checkpoint) {
  StateStore store() {
    return writer.store();
  }
}
