// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.net;

import java.util.Optional;

/**
 * Where a fault applies: at a host, or at those of its requests whose path starts so.
 *
 * @param host empty for every host
 * @param pathPrefix empty for every request
 */
public record Where(Optional<String> host, Optional<String> pathPrefix) {
  /** At one host. */
  public static Where host(String host) {
    return new Where(Optional.of(host), Optional.empty());
  }

  /** At every host. */
  public static Where anywhere() {
    return new Where(Optional.empty(), Optional.empty());
  }

  /** Only at requests whose path starts so. */
  public Where path(String prefix) {
    return new Where(host, Optional.of(prefix));
  }

  boolean covers(String name) {
    return host.isEmpty() || host.get().equals(name);
  }

  boolean covers(ReceivedRequest request) {
    return covers(request.host())
        && (pathPrefix.isEmpty() || request.path().startsWith(pathPrefix.get()));
  }
}
