// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.http;

/** Binds the connections of a pull to its thread, as a {@link ScopedValue}. */
final class CurrentConnections {
  static final ScopedValue<Connections> VALUE = ScopedValue.newInstance();

  private CurrentConnections() {}
}
