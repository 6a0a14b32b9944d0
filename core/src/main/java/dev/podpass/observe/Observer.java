// SPDX-License-Identifier: Apache-2.0
package dev.podpass.observe;

import java.util.List;

/** Is told how each request ended. It never fails a pull, nor holds one up for long. */
@FunctionalInterface
public interface Observer {
  /** A request has ended. */
  void ended(PullOutcome outcome);

  /** Tells each of these. */
  static Observer all(List<Observer> observers) {
    List<Observer> all = List.copyOf(observers);
    return outcome -> all.forEach(observer -> observer.ended(outcome));
  }
}
