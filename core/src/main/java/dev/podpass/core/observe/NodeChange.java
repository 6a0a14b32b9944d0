// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.observe;

import java.time.Instant;
import java.util.List;

/**
 * A change of a node's files, for the audit log.
 *
 * @param at when
 * @param command which command made it
 * @param result how it ended, in a word
 * @param message how it ended, in a sentence
 * @param changes what was changed, a line each
 */
public record NodeChange(
    Instant at, String command, String result, String message, List<String> changes) {
  /** Keeps its own copy of the lines. */
  public NodeChange {
    changes = List.copyOf(changes);
  }
}
