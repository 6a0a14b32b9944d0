// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import java.util.Locale;

/** How a pass over a node ended. */
public enum Outcome {
  UNCHANGED(true),
  CHANGED(true),
  /** The files are as wanted, and the operator restarts kubelet. */
  RESTART_PENDING(true),
  /** The platform configures its nodes itself, and podpass changes none of them. */
  UNSUPPORTED(true),
  /** It waits for its turn to restart kubelet, and has changed nothing yet. */
  WAITING(false),
  /** Another program keeps changing a file, which is left alone for an hour. */
  BACKING_OFF(false),
  /** Another podpass has replaced these entries by others, which stay for an hour. */
  OTHER_OPTIONS(false),
  /** The change failed and was undone. */
  ROLLED_BACK(false),
  FAILED_BEFORE(false),
  /** Nothing could be done. */
  REFUSED(false);

  private final boolean good;

  Outcome(boolean good) {
    this.good = good;
  }

  public boolean isGood() {
    return good;
  }

  /** The word for it in metrics and the audit log. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
