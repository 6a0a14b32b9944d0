// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.layout;

/**
 * An object of the executable's heap.
 *
 * @param info the builder's {@code ObjectInfo}
 * @param name what it is called in each build, by {@link HeapNames}
 */
record HeapObject(Internal info, String name) {
  /** The name of its class. */
  String type() {
    return type(info);
  }

  /** The name of the class of an {@code ObjectInfo}'s object. */
  static String type(Internal info) {
    return (String) new Internal(info.call("getClazz")).call("toJavaName");
  }

  /** Where it begins, from the heap's base. */
  long offset() {
    return (long) info.call("getOffset");
  }

  /** Its size in bytes. */
  long size() {
    return (long) info.call("getSize");
  }
}
