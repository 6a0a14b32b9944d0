// SPDX-License-Identifier: Apache-2.0
package dev.podpass.http;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A proxy did not open the tunnel. */
final class ProxyRefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final @Nullable String retryAfter;

  ProxyRefusedException(int status, @Nullable String retryAfter) {
    super("the proxy answered " + status);
    this.status = status;
    this.retryAfter = retryAfter;
  }

  /** The value of {@code Retry-After}. */
  Optional<String> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  int status() {
    return status;
  }
}
