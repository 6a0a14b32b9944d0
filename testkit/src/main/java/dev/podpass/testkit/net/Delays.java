// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.net;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The delay of a round trip to each host; zero by default. */
final class Delays {
  private final Map<String, Duration> byHost = new ConcurrentHashMap<>();
  private volatile Duration everywhere = Duration.ZERO;

  void set(Duration roundTrip) {
    everywhere = roundTrip;
  }

  void set(String host, Duration roundTrip) {
    byHost.put(host, roundTrip);
  }

  Duration to(String host) {
    return byHost.getOrDefault(host, everywhere);
  }
}
