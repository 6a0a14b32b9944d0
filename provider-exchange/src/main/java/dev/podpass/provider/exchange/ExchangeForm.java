// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import java.util.Locale;

/** How the pod's token stands in a request. */
enum ExchangeForm {
  /** A token exchange by RFC 8693: the field {@code subject_token} of a form. */
  RFC8693,
  /** A field of a JSON object. */
  JSON,
  /** The password of HTTP Basic authentication. */
  BASIC,
  /** A bearer token. */
  BEARER;

  /** Whether a status says that there is a credential in the answer. */
  boolean grants(int status) {
    return status == 200 || (this == JSON && status == 201);
  }

  /** As the option writes it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
