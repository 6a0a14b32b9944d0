// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit;

import dev.podpass.testkit.net.FakeNetwork;
import dev.podpass.testkit.net.Fault;
import dev.podpass.testkit.net.RateLimit;
import dev.podpass.testkit.net.Where;
import java.time.Clock;
import java.time.Duration;

/** The network of the fakes, and what goes wrong in it. */
abstract sealed class MisbehavingNetwork permits FakeClouds {
  private static final int FOREVER = Integer.MAX_VALUE;

  final FakeNetwork network;
  private final Clock clock;

  MisbehavingNetwork(FakeNetwork network, Clock clock) {
    this.network = network;
    this.clock = clock;
  }

  /** Lets a host misbehave until {@link #behave}. */
  public final void misbehave(String host, Fault fault) {
    misbehave(host, fault, FOREVER);
  }

  /** Lets a host misbehave a number of times. */
  public final void misbehave(String host, Fault fault, int times) {
    misbehave(Where.host(host), fault, times);
  }

  /** Lets something go wrong anywhere, a number of times. */
  public final void misbehave(Where where, Fault fault, int times) {
    network.misbehave(where, fault, times);
  }

  /** Lets requests beyond a rate go wrong until {@link #behave}, as a cloud's quota does. */
  public final void limit(Where where, double perSecond, Fault beyond) {
    network.limit(where, new RateLimit(perSecond, clock), beyond);
  }

  /** Ends all misbehaviour. */
  public final void behave() {
    network.behave();
  }

  /** Makes every round trip take that long: of CONNECT, of a handshake, and of a request. */
  public final void delay(Duration roundTrip) {
    network.delay(roundTrip);
  }

  /** Makes every round trip to one host take that long. */
  public final void delay(String host, Duration roundTrip) {
    network.delay(host, roundTrip);
  }
}
