// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.secret.Redaction;
import java.util.Locale;
import java.util.regex.Pattern;

/** A tenant of Entra ID: its UUID or a domain, in lower case. */
record TenantId(String text) {
  private static final Pattern DOMAIN =
      Pattern.compile("(?=.{1,253}$)[a-zA-Z0-9-]{1,63}(?:\\.[a-zA-Z0-9-]{1,63})+");

  /** Parses a UUID or a domain, which must not be {@code common} or similar. */
  static TenantId parse(String text) {
    if (!ClientId.UUID.matcher(text).matches() && !DOMAIN.matcher(text).matches()) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          Redaction.quoted(text) + " is not a tenant id",
          "it is a UUID: the Directory (tenant) ID; or a domain such as contoso.onmicrosoft.com");
    }
    return new TenantId(text.toLowerCase(Locale.ROOT));
  }

  @Override
  public String toString() {
    return text;
  }
}
