// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.install.Node.Trouble;

/** Whether a kubelet runs with what is written. */
sealed interface Proof {
  /** It does, as healthy as before, or reads it when it starts. */
  record Done(String message) implements Proof {}

  /** It does not, and the operator restarts it. */
  record Pending() implements Proof {}

  /** It was restarted, and is not as healthy; or it was not restarted. */
  record Failed(Trouble trouble) implements Proof {}
}
