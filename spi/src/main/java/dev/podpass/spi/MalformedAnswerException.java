// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

/**
 * A response of status 200 that differs from the API's documentation. The message gives the reason
 * without quoting it. {@link CloudError#unusable(ExchangeStep, Throwable)} converts it to a
 * failure.
 *
 * @since 0.1
 */
public final class MalformedAnswerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The reason, as in {@code the JSON repeats a name}. */
  public MalformedAnswerException(String why) {
    super(why);
  }
}
