// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.http;

/** Which connections the current thread uses. */
final class CurrentConnections {
  static final ScopedValue<Connections> VALUE = ScopedValue.newInstance();

  private CurrentConnections() {}
}
