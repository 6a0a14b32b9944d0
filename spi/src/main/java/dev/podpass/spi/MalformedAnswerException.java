// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

/**
 * An answer of status 200 that is not what the API documents; the message says why, without quoting
 * it. {@link CloudError#unusable(ExchangeStep, Throwable)} makes a failure of it.
 *
 * @since 0.1
 */
public final class MalformedAnswerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why, as in {@code the JSON repeats a name}. */
  public MalformedAnswerException(String why) {
    super(why);
  }
}
