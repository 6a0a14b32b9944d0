// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import dev.podpass.admin.file.TrustedPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * Makes a directory that podpass trusts, wherever this build lies: in the user's home directory,
 * or, where the user has none of that kind, below another that only root can change.
 */
final class TrustedFolder implements TempDirFactory {
  private static final List<String> PLACES = List.of(System.getProperty("user.home"), "/var/lib");

  @Override
  public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context)
      throws IOException {
    for (String place : PLACES) {
      try {
        return Files.createTempDirectory(
            TrustedPath.directory(Path.of("/"), place), ".podpass-test-");
      } catch (IOException _) {
        // The next one.
      }
    }
    throw new IOException(
        "cannot write to a directory that only root and this user can change: " + PLACES);
  }
}
