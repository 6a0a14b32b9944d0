// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.node;

import dev.podpass.spi.failure.Kind;
import java.time.Duration;

/**
 * The pauses between the passes of a reconciler. They grow from seconds to the interval after a
 * pass that failed for a reason that passes, and at the beginning if a startup taint is watched: a
 * new node's is removed soon, also if Karpenter puts it back. One that is set on nodes in service
 * stays no longer than a minute.
 */
final class Pauses {
  /** An API server or a disk that is away for a moment leaves the startup taint no longer. */
  private static final Duration FIRST = Duration.ofSeconds(15);

  private static final Duration LONGEST_WITH_TAINT = Duration.ofMinutes(1);

  private final Duration interval;
  private final boolean taint;
  private boolean settling;
  private Duration next = FIRST;

  /**
   * For a reconciler that begins.
   *
   * @param interval the longest pause
   * @param taint whether there is a startup taint to remove
   */
  Pauses(Duration interval, boolean taint) {
    this.interval =
        taint && interval.compareTo(LONGEST_WITH_TAINT) > 0 ? LONGEST_WITH_TAINT : interval;
    this.taint = taint;
    this.settling = taint;
  }

  /** The pause after a pass with that exit status. */
  Duration after(int status) {
    boolean soon =
        settling
            || status == Kind.UNAVAILABLE.exitCode()
            || (taint && status == Kind.DENIED.exitCode());
    Duration pause = soon && next.compareTo(interval) < 0 ? next : interval;
    settling = settling && pause.compareTo(interval) < 0;
    next = !soon ? FIRST : pause.equals(interval) ? next : next.multipliedBy(2);
    return pause;
  }
}
