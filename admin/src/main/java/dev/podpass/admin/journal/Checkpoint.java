// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.journal;

/** Is passed between any two steps of a change; a test ends the process there. */
@FunctionalInterface
public interface Checkpoint {
  /** What a product does there. */
  Checkpoint NONE = step -> {};

  /**
   * A step has been made.
   *
   * @param step such as {@code put /etc/kubernetes/credential-providers.yaml}
   */
  void passed(String step);
}
