// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.check;

import dev.podpass.http.ConnectionSettings;
import dev.podpass.spi.http.Connections;
import java.util.function.Function;

/** Lends connections within a deadline, and says at a terminal what for. */
public interface NetworkAccess {
  /** Does something with connections, which are closed afterwards. */
  <T> T with(ConnectionSettings settings, Function<Connections, T> work);

  /** Tells a person who waits what for. */
  void progress(String text);
}
