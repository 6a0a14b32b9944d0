// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.net;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What every connection consults: what to record, what to do wrong, and how slowly. */
record Controls(Received received, FaultPlan faults, Delays delays, Closing closing) {
  static Controls create() {
    return new Controls(new Received(), new FaultPlan(), new Delays(), new Closing());
  }

  /** Takes the time that a round trip to the host takes. */
  void roundTrip(String host) throws IOException {
    closing.pause(delays.to(host));
  }

  /** The delay of a round trip to each host; zero by default. */
  static final class Delays {
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
}
