// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.check;

import java.util.Optional;

/**
 * Something about a node that was looked at.
 *
 * @param subject what was looked at
 * @param verdict what came of it
 * @param finding the verdict in words
 * @param todo what to do about it
 */
public record Check(String subject, Verdict verdict, String finding, Optional<String> todo) {

  /** What came of a check. */
  public enum Verdict {
    /** It is as it must be. */
    OK,
    /** It may be meant. */
    WARNING,
    /** Pulls fail because of it, or kubelet does not start. */
    FAILED,
    /** It could not be looked at. */
    SKIPPED
  }

  /** All is well. */
  public static Check ok(String subject, String finding) {
    return new Check(subject, Verdict.OK, finding, Optional.empty());
  }

  /** It may be meant. */
  public static Check warning(String subject, String finding, String todo) {
    return new Check(subject, Verdict.WARNING, finding, Optional.of(todo));
  }

  /** It must be fixed. */
  public static Check failed(String subject, String finding, String todo) {
    return new Check(subject, Verdict.FAILED, finding, Optional.of(todo));
  }

  /** It could not be looked at. */
  public static Check skipped(String subject, String finding, String todo) {
    return new Check(subject, Verdict.SKIPPED, finding, Optional.of(todo));
  }
}
