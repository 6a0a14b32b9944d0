// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http;

import java.net.InetAddress;
import java.time.Clock;
import java.util.Random;

/** RetryingConnections that try again as often as others, and do not wait before they do. */
public final class ImpatientConnections {
  private ImpatientConnections() {}

  /** As {@link RetryingConnections#open}. */
  public static RetryingConnections open(ConnectionSettings settings, Watchdog watchdog) {
    Transport transport =
        new PerServerTransport(settings, watchdog.deadline(), InetAddress::getAllByName);
    watchdog.guard(transport::close);
    return new RetryingConnections(
        transport,
        settings,
        watchdog.deadline(),
        new Backoff(Clock.systemUTC(), new Random(0)),
        _ -> {});
  }
}
