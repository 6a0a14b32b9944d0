// SPDX-License-Identifier: Apache-2.0
package dev.podpass.simulation;

import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.net.Fault;
import dev.podpass.testkit.net.Where;

/**
 * How often an API may be asked by all nodes together.
 *
 * @param perSecond requests a second
 * @param beyond what it answers to more
 */
record Quota(String host, double perSecond, Fault beyond) {
  /** Holds one of so many nodes, which all ask at the same time, to its share. */
  void share(FakeClouds clouds, int nodes) {
    clouds.limit(Where.host(host), perSecond / nodes, beyond);
  }
}
