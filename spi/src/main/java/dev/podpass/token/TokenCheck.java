// SPDX-License-Identifier: Apache-2.0
package dev.podpass.token;

import dev.podpass.failure.CredentialException;

/**
 * One thing that can be asked of a token, and what came of it.
 *
 * @param subject what was asked about: {@code audience}, {@code time}, {@code issuer}, {@code
 *     signature}
 * @param verdict what came of it
 * @param finding the verdict in words; never the token
 * @since 0.1
 */
public record TokenCheck(String subject, Verdict verdict, String finding) {

  /** What came of a check. */
  public enum Verdict {
    /** It is as it must be. */
    PASSED,
    /** It is not, and the token would not be sent. */
    FAILED,
    /** Nobody has said what it must be, so nothing is known. */
    UNVERIFIED
  }

  /** What throws if the token is not as it must be. */
  @FunctionalInterface
  interface Rule {
    void require();
  }

  static TokenCheck of(String subject, String asItMustBe, Rule rule) {
    try {
      rule.require();
      return new TokenCheck(subject, Verdict.PASSED, asItMustBe);
    } catch (CredentialException e) {
      return new TokenCheck(subject, Verdict.FAILED, e.line());
    }
  }

  static TokenCheck unverified(String subject, String because) {
    return new TokenCheck(subject, Verdict.UNVERIFIED, because);
  }
}
