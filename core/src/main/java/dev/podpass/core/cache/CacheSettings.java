// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

import static dev.podpass.core.log.Log.field;

import dev.podpass.core.log.Log;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.nio.file.Files;
import java.nio.file.LinkOption;
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
      return new NodeCache(Optional.of(new Store(safe, clock, log)), "on: " + safe, perPod);
    } catch (CredentialException e) {
      if (mode == Mode.ON) {
        throw required(e);
      }
      log.debug("no cache", field("because", e.text()));
      return new NodeCache(Optional.empty(), "off: " + e.text(), perPod);
    }
  }

  private static CredentialException required(CredentialException e) {
    return new CredentialException(
        Kind.CONFIGURATION, "--cache=on, but " + e.text(), e.hint().orElseThrow());
  }

  /**
   * Why {@link #open} would find no cache, if one is wanted; creates nothing.
   *
   * @param running whether the directory is that of a running machine: an image of one has no file
   *     system in memory
   */
  public Optional<CredentialException> fault(boolean running) {
    try {
      if (mode != Mode.OFF) {
        new CacheDirectory(directory, running, mode == Mode.ON).requireUsable();
      }
      return Optional.empty();
    } catch (CredentialException e) {
      return Optional.of(mode == Mode.ON ? required(e) : e);
    }
  }

  /** The cache that pulls have left in a directory, whatever their mode; empty if it is missing. */
  public static Optional<NodeCache> existing(Path directory, Clock clock) {
    if (Files.notExists(directory, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    PrivateDirectory safe = new CacheDirectory(directory, true, true).open();
    Store store = new Store(safe, clock, Log.NONE);
    return Optional.of(new NodeCache(Optional.of(store), "on: " + safe, false));
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
