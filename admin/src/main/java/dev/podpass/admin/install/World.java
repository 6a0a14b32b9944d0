// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.install.Progress.Effect;
import java.io.IOException;

/** A node that a pass looks at and acts on: the real one, and that of the exhaustive model. */
interface World {
  /** Observes the node. */
  View look() throws IOException;

  /**
   * Acts.
   *
   * @throws IOException if a file cannot be changed
   */
  Effect perform(Action action) throws IOException;
}
