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
  BEARER,
  /** A bearer token of a {@code POST}, whose fields are a JSON object if there are any. */
  BEARER_POST;

  /** As the option writes it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
