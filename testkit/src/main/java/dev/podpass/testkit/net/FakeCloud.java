// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.net;

import java.util.Optional;

/** A set of hosts that belong together, known by their names. */
@FunctionalInterface
public interface FakeCloud {
  /** The host of that name, in lower case, or empty if this cloud does not have it. */
  Optional<FakeHost> host(String name);
}
