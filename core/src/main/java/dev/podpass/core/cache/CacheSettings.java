// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

import static dev.podpass.core.log.Log.field;

import dev.podpass.core.log.Log;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/** The operator's settings of the cache; {@code perPod} keeps pods of one service account apart. */
public record CacheSettings(Mode mode, Path directory, boolean perPod) {
  /** Opens the cache; one that cannot be used, and is not required, says why. */
  public NodeCache open(Clock clock, Log log) {
    if (mode == Mode.OFF) {
      return NodeCache.off();
    }
    try {
      PrivateDirectory safe = new CacheDirectory(directory, true, mode == Mode.ON).open();
      return new NodeCache(
          Optional.of(new Store(safe, clock, log)), "on: " + safe, perPod, clock, log);
    } catch (CredentialException e) {
      if (mode == Mode.ON) {
        throw new CredentialException(
            Kind.CONFIGURATION, "--cache=on, but " + e.text(), e.hint().orElseThrow());
      }
      log.debug("no cache", field("because", e.text()));
      return new NodeCache(Optional.empty(), "off: " + e.text(), perPod, clock, log);
    }
  }

  /** Whether answers are stored on the node. */
  public enum Mode {
    /** If the default directory is safe. */
    AUTO,
    OFF,
    /** Always: an unsafe directory is an error. */
    ON
  }
}
