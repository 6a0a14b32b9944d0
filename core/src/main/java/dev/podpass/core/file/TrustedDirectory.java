// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.file;

import java.io.IOException;
import java.nio.file.Path;

/** Checks that only root and the current user can change the content of a directory. */
public final class TrustedDirectory {
  private TrustedDirectory() {}

  /**
   * Checks a directory, not a link; a world-writable one must be sticky, if it is allowed at all.
   */
  public static void require(Path directory, UnixAttributes attributes, boolean sticky)
      throws IOException {
    if (!attributes.directory()) {
      throw new UntrustedPathException(directory + " is not a directory, or is a link to one");
    }
    if (!attributes.ownerIsTrusted()
        || (attributes.writableByOthers() && !(sticky && attributes.sticky()))) {
      throw new UntrustedPathException(directory);
    }
  }
}
