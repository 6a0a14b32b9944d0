// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.state;

import dev.podpass.admin.kubelet.Health;

/**
 * Which configuration the running kubelet has read: it reads once, when it starts.
 *
 * @param process the kubelet that this is about; {@link #NONE} if none ran
 * @param values digest of podpass's entries in the file; {@link #NOTHING} after a removal
 * @param reading whether that process has read them
 * @param before how well kubelet was before they were written, which it must be again
 */
public record KubeletNote(String process, String values, Reading reading, Health before) {
  /** Stands for the process of a kubelet that did not run. */
  public static final String NONE = "none";

  /** Stands for the values of a configuration without podpass's entries. */
  public static final String NOTHING = "";

  /** The note on a node of which nothing is known. */
  static final KubeletNote UNKNOWN =
      new KubeletNote(NONE, NOTHING, Reading.UNKNOWN, Health.UNKNOWN);

  /** Whether a kubelet has read the values. */
  public enum Reading {
    /** They are being written, or a write was interrupted. */
    UNKNOWN,
    /** The process ran when they were written; any other started afterwards. */
    NOT_READ,
    /** The process started after they were written. */
    READ
  }

  /** Whether a process has read these values. */
  public boolean hasRead(String kubelet, String wanted) {
    return values.equals(wanted)
        && switch (reading) {
          case UNKNOWN -> false;
          case NOT_READ -> !process.equals(kubelet);
          case READ -> true;
        };
  }

  /** Whether kubelet was well before a write, and has not proved to be so after it. */
  public boolean isUnproven() {
    return reading != Reading.READ && before != Health.UNKNOWN;
  }

  /** The note while other values are written: a process that starts now may read either. */
  public static KubeletNote writing(String values, Health before) {
    return new KubeletNote(NONE, values, Reading.UNKNOWN, before);
  }

  /** Returns the note on a kubelet of this health that has not read the values yet. */
  public KubeletNote before(Health health) {
    return new KubeletNote(process, values, reading, health);
  }

  /** Returns the note on a process that is known to have read the values. */
  public KubeletNote readBy(String kubelet) {
    return new KubeletNote(kubelet, values, Reading.READ, before);
  }

  /** Returns the note on a process that ran when the values had been written. */
  public KubeletNote notReadBy(String kubelet) {
    return new KubeletNote(kubelet, values, Reading.NOT_READ, before);
  }
}
