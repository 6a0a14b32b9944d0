// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http;

import java.time.Duration;

/**
 * The timeouts of each step. None exceeds the deadline; each is short enough that a lost packet
 * leaves time for another attempt.
 *
 * @param deadline the total deadline
 * @param connection for a name lookup, a connection to one address, a tunnel or a handshake
 * @param answer for each read of a response
 */
record Timeouts(Deadline deadline, Duration connection, Duration answer) {
  static Timeouts within(Deadline deadline) {
    return new Timeouts(deadline, Duration.ofSeconds(5), Duration.ofSeconds(15));
  }

  Duration forConnection() {
    return deadline.atMost(connection);
  }

  Duration forAnswer() {
    return deadline.atMost(answer);
  }
}
