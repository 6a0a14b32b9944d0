// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

/** Decides what a pass does next, from what is there alone; it changes nothing itself. */
interface Plan {
  /**
   * The next action.
   *
   * @throws dev.podpass.spi.failure.CredentialException if nothing may be done
   */
  Action next(View view, Progress progress);
}
