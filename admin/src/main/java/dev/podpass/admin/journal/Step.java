// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.journal;

import java.util.Optional;

/**
 * One name that changes.
 *
 * @param path on the node
 * @param before what it stands for now
 * @param after what it is to stand for
 */
public record Step(String path, Snapshot before, Snapshot after) {
  /** Empty if nothing is to change. */
  public static Optional<Step> between(String path, Snapshot before, Snapshot after) {
    return before.equals(after) ? Optional.empty() : Optional.of(new Step(path, before, after));
  }
}
