// SPDX-License-Identifier: Apache-2.0
package dev.podpass.failure;

/**
 * The kinds of failure, each with the exit code that {@code sysexits.h} has for it.
 *
 * @since 0.1
 */
public enum Kind {
  /** The command line is wrong (EX_USAGE). */
  USAGE(64),
  /** What kubelet sent cannot be used (EX_DATAERR). */
  BAD_REQUEST(65),
  /** A service cannot be reached, or answers nothing that makes sense (EX_UNAVAILABLE). */
  UNAVAILABLE(69),
  /** A fault in podpass itself (EX_SOFTWARE). */
  BUG(70),
  /** The same request may succeed later: throttled, or out of time (EX_TEMPFAIL). */
  TRY_AGAIN(75),
  /** The cloud, or our own policy, says no (EX_NOPERM). */
  DENIED(77),
  /** An option, the cluster or the cloud is set up wrongly (EX_CONFIG). */
  CONFIGURATION(78);

  private final int exitCode;

  Kind(int exitCode) {
    this.exitCode = exitCode;
  }

  /** The status that the process ends with. */
  public int exitCode() {
    return exitCode;
  }
}
