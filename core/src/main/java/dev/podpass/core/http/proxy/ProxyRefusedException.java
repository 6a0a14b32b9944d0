// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http.proxy;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A proxy rejected the CONNECT request. */
public final class ProxyRefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final @Nullable String retryAfter;
  private final boolean offersBasic;

  public ProxyRefusedException(int status, @Nullable String retryAfter, boolean offersBasic) {
    super("the proxy answered " + status);
    this.status = status;
    this.retryAfter = retryAfter;
    this.offersBasic = offersBasic;
  }

  public Optional<String> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  public int status() {
    return status;
  }

  /** Whether the proxy accepts Basic authentication, or names no scheme. */
  public boolean offersBasic() {
    return offersBasic;
  }
}
