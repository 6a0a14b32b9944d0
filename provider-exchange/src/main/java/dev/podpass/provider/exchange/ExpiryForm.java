// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import java.util.Locale;

/** How an answer states the expiry of its password. */
enum ExpiryForm {
  /** The lifetime in seconds. */
  SECONDS,
  /** Seconds since 1970. */
  UNIX,
  /** A date (RFC 3339), or the claim {@code exp} of the password if that is earlier. */
  DATE,
  /** The claim {@code exp} of the password. */
  JWT;

  TokenExpiry in(AnswerPointer field) {
    return switch (this) {
      case SECONDS -> TokenExpiry.seconds(field);
      case UNIX -> TokenExpiry.unix(field);
      // Chainguard's documentation promises the date, and its password is a JWT.
      case DATE -> TokenExpiry.date(field).orEarlier(TokenExpiry.jwt());
      case JWT -> TokenExpiry.jwt();
    };
  }

  /** As the option writes it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
