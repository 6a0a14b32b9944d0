// SPDX-License-Identifier: Apache-2.0
package dev.podpass.http;

import dev.podpass.http.BoundedResolver.Lookup;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.Random;
import java.util.concurrent.Semaphore;

/** RetryingConnections that try again as often as others, and do not wait before they do. */
public final class ImpatientConnections {
  private ImpatientConnections() {}

  /** As {@link RetryingConnections#open}. */
  public static RetryingConnections open(ConnectionSettings settings, Watchdog watchdog) {
    return open(settings, watchdog, InetAddress::getAllByName);
  }

  /** The same with a resolver that never answers. */
  public static RetryingConnections withoutNames(ConnectionSettings settings, Watchdog watchdog) {
    return open(
        settings,
        watchdog,
        name -> {
          new Semaphore(0).acquireUninterruptibly();
          throw new UnknownHostException(name);
        });
  }

  private static RetryingConnections open(
      ConnectionSettings settings, Watchdog watchdog, Lookup lookup) {
    Transport transport =
        PerServerTransport.create(settings, Timeouts.within(watchdog.deadline()), lookup);
    watchdog.guard(transport::close);
    return new RetryingConnections(
        transport,
        settings,
        watchdog.deadline(),
        new Backoff(Clock.systemUTC(), new Random(0)),
        _ -> {});
  }
}
