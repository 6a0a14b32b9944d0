// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.net;

import java.io.IOException;

/** What every connection consults: what to record, what to do wrong, and how slowly. */
record Controls(Received received, FaultPlan faults, Delays delays, Closing closing) {
  static Controls create() {
    return new Controls(new Received(), new FaultPlan(), new Delays(), new Closing());
  }

  /** Takes the time that a round trip to the host takes. */
  void roundTrip(String host) throws IOException {
    closing.pause(delays.to(host));
  }
}
