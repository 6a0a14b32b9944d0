// SPDX-License-Identifier: Apache-2.0
package dev.podpass.http;

import java.time.Duration;

/**
 * How long each step may take. None goes past the deadline; each is short enough that a packet lost
 * on the way leaves time for another attempt.
 *
 * @param deadline the end of everything
 * @param connection for a name, a connection to one address, a tunnel or a handshake
 * @param answer for each read of an answer
 */
record Limits(Deadline deadline, Duration connection, Duration answer) {
  static Limits within(Deadline deadline) {
    return new Limits(deadline, Duration.ofSeconds(5), Duration.ofSeconds(15));
  }

  Duration forConnection() {
    return deadline.atMost(connection);
  }

  Duration forAnswer() {
    return deadline.atMost(answer);
  }
}
