// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.check;

import java.util.Optional;

/**
 * The result of one check; an essential one tells whether anything is known of the node's pulls.
 */
public record Check(
    String subject, Verdict verdict, String finding, Optional<String> todo, boolean essential) {

  public enum Verdict {
    OK,
    /** Possibly intended. */
    WARNING,
    /**
     * Pulls fail because of it, kubelet does not start, or another user controls what root runs.
     */
    FAILED,
    SKIPPED
  }

  public static Check ok(String subject, String finding) {
    return new Check(subject, Verdict.OK, finding, Optional.empty(), false);
  }

  public static Check warning(String subject, String finding, String todo) {
    return new Check(subject, Verdict.WARNING, finding, Optional.of(todo), false);
  }

  public static Check failed(String subject, String finding, String todo) {
    return new Check(subject, Verdict.FAILED, finding, Optional.of(todo), false);
  }

  public static Check skipped(String subject, String finding, String todo) {
    return new Check(subject, Verdict.SKIPPED, finding, Optional.of(todo), false);
  }

  /** The same of a check without which nothing is known of the node's pulls. */
  public static Check unknown(String subject, String finding, String todo) {
    return new Check(subject, Verdict.SKIPPED, finding, Optional.of(todo), true);
  }
}
