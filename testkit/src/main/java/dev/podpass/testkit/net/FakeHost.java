// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.net;

/** One host of a fake cloud. It is asked from many threads at once. */
@FunctionalInterface
public interface FakeHost {
  /** Answers a request; refusals are answers too. */
  Answer answer(ReceivedRequest request);
}
