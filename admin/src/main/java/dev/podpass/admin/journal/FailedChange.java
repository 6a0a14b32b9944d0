// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.journal;

import java.time.Instant;
import java.util.List;

/**
 * A change that was undone, and is not tried again.
 *
 * @param result digest of what it would have made
 * @param wanted digest of the values that it was made from
 * @param at when
 * @param reason what happened
 * @param log the end of kubelet's log then
 */
public record FailedChange(
    String result, String wanted, Instant at, String reason, List<String> log) {
  /** Keeps its own copy of the lines. */
  public FailedChange {
    log = List.copyOf(log);
  }
}
