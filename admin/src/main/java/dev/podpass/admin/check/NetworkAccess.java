// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.check;

import dev.podpass.core.http.ConnectionSettings;
import dev.podpass.spi.http.Connections;
import java.util.function.Function;

/** Opens connections within the command's deadline, and shows progress at a terminal. */
public interface NetworkAccess {
  /** Runs work with connections that are closed afterwards. */
  <T> T with(ConnectionSettings settings, Function<Connections, T> work);

  /** Shows a progress message if stderr is a terminal. */
  void progress(String text);
}
