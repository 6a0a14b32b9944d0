// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.failure;

/**
 * The kinds of failure, each with its exit code from {@code sysexits.h}.
 *
 * @since 0.1
 */
public enum Kind {
  /** The command line is wrong (EX_USAGE). */
  USAGE(64),
  /** Kubelet's request is invalid (EX_DATAERR). */
  BAD_REQUEST(65),
  /** A service is unreachable, or its answer is unusable (EX_UNAVAILABLE). */
  UNAVAILABLE(69),
  /** An internal error of podpass (EX_SOFTWARE). */
  BUG(70),
  /** The same request may succeed later: throttled, or timed out (EX_TEMPFAIL). */
  TRY_AGAIN(75),
  /** The cloud or podpass's own policy denies access (EX_NOPERM). */
  DENIED(77),
  /** An option, the cluster or the cloud is misconfigured (EX_CONFIG). */
  CONFIGURATION(78),
  /** Kubelet sent no token, and {@code --without-token} is {@code fail} (EX_CONFIG). */
  NO_TOKEN(78),
  /** No identity is named, and {@code --without-identity} is {@code fail} (EX_CONFIG). */
  NO_IDENTITY(78);

  private final int exitCode;

  Kind(int exitCode) {
    this.exitCode = exitCode;
  }

  /**
   * {@return whether the cause is an unavailable service, and not the request or its identity: the
   * same request may succeed later}
   */
  public boolean mayPass() {
    return this == UNAVAILABLE || this == TRY_AGAIN;
  }

  /** {@return the exit status of the process} */
  public int exitCode() {
    return exitCode;
  }
}
