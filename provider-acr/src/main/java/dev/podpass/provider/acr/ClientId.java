// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.secret.Redaction;
import java.util.Locale;
import java.util.regex.Pattern;

/** The client id of an Entra application or of a managed identity: a UUID in lower case. */
public record ClientId(String text) {
  static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  static ClientId parse(String text) {
    if (!UUID.matcher(text).matches()) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          Redaction.quoted(text) + " is not a client id",
          "it is a UUID: the Application (client) ID, and neither the object id nor a name");
    }
    return new ClientId(text.toLowerCase(Locale.ROOT));
  }

  @Override
  public String toString() {
    return text;
  }
}
