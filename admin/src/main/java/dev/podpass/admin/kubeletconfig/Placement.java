// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

/**
 * The position at which a merge inserts its entries: kubelet tries the credentials of an earlier
 * entry first.
 */
public sealed interface Placement {
  /** After the others; an error if one of those serves the same images. */
  record Last() implements Placement {}

  record First() implements Placement {}

  /** In place of the entry with that name, including its {@code matchImages}. */
  record Replacing(String name) implements Placement {}
}
