// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.token;

import dev.podpass.spi.failure.CredentialException;

/**
 * The result of one validation rule for a token, as {@code podpass token} prints it.
 *
 * @param subject the rule: {@code audience}, {@code time}, {@code issuer}, {@code signature}
 * @param verdict the result
 * @param finding the result in words; never contains the token
 * @since 0.1
 */
public record TokenCheck(String subject, Verdict verdict, String finding) {

  /** The result of a rule. */
  public enum Verdict {
    /** The token satisfies the rule. */
    PASSED,
    /** The token violates the rule and would not be sent. */
    FAILED,
    /** No expected value is configured. */
    UNVERIFIED
  }

  /** A rule, which throws if the token violates it. */
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
