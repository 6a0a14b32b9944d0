// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Another user can change the target of a path; the message says where. */
public final class UntrustedPathException extends IOException {
  private static final long serialVersionUID = 1L;

  private final @Nullable String changeable;

  public UntrustedPathException(String message) {
    super(message);
    this.changeable = null;
  }

  public UntrustedPathException(Path changeable) {
    super("others may change " + changeable);
    this.changeable = changeable.toString();
  }

  /** The part that another user can change; empty if the path leads to another type of file. */
  public Optional<Path> changeable() {
    return Optional.ofNullable(changeable).map(Path::of);
  }
}
