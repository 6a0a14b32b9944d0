// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

/** Where a merge puts its entries: kubelet tries the credentials of an earlier entry first. */
public sealed interface Placement {
  /** Behind the others; an error if one of those serves the same images. */
  record Last() implements Placement {}

  /** Before all others. */
  record First() implements Placement {}

  /**
   * In place of another entry, whose {@code matchImages} are taken over.
   *
   * @param name of that entry
   */
  record Replacing(String name) implements Placement {}
}
