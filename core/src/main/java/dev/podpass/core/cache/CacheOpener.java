// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

import dev.podpass.core.log.Log;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.time.Clock;
import java.util.Optional;

/** Opens the node cache by its mode, or explains why there is none. */
public final class CacheOpener {
  private CacheOpener() {}

  /**
   * Opens the cache.
   *
   * @throws CredentialException of kind {@code CONFIGURATION} if it is required and cannot be used
   */
  public static NodeCache open(CacheSettings settings, Clock clock, Log log) {
    return switch (settings.mode()) {
      case OFF -> NodeCache.off();
      case ON -> {
        try {
          yield opened(settings, true, clock, log);
        } catch (UnsafeDirectoryException e) {
          throw new CredentialException(
              Kind.CONFIGURATION, "--cache=on, but " + e.getMessage(), e.hint());
        }
      }
      case AUTO -> {
        try {
          yield opened(settings, false, clock, log);
        } catch (UnsafeDirectoryException e) {
          log.debug("no cache", Log.field("because", String.valueOf(e.getMessage())));
          yield new NodeCache(
              Optional.empty(), "off: " + e.getMessage(), settings.perPod(), clock, log);
        }
      }
    };
  }

  private static NodeCache opened(CacheSettings settings, boolean allowSticky, Clock clock, Log log)
      throws UnsafeDirectoryException {
    PrivateDirectory directory = new CacheDirectory(settings.directory(), true, allowSticky).open();
    return new NodeCache(
        Optional.of(new Store(directory, clock, log)),
        "on: " + directory,
        settings.perPod(),
        clock,
        log);
  }
}
