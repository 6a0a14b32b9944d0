// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.explain;

import dev.podpass.cli.command.CommandContext;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.secret.Secret;

/** Reads a service account token from a file or from stdin. */
final class TokenFile {
  private TokenFile() {}

  static Secret read(CommandContext context, String file) {
    String text = context.read(file).strip();
    if (text.isEmpty()) {
      throw new CredentialException(
          Kind.BAD_REQUEST,
          "there is no token in " + (file.equals("-") ? "stdin" : file),
          "it must be a projected token of the API server, as kubectl create token prints it");
    }
    return Secret.of(text);
  }
}
