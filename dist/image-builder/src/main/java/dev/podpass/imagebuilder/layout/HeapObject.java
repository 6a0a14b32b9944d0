// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.layout;

/**
 * An object of the executable's heap.
 *
 * @param info the builder's {@code ObjectInfo}
 * @param type the name of its class
 * @param name what it is called in each build, by {@link HeapNames}
 */
record HeapObject(Internal info, String type, String name) {
  /** Where it begins, from the heap's base. */
  long offset() {
    return (long) info.call("getOffset");
  }

  /** Its size in bytes. */
  long size() {
    return (long) info.call("getSize");
  }
}
