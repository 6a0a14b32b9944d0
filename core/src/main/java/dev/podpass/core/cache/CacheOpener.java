// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

import dev.podpass.core.log.Log;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;

/** Opens the node cache by its mode, or explains why there is none. */
public final class CacheOpener {
  private static final String KEY = ".key";

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
              Kind.CONFIGURATION,
              "--cache=on, but " + e.getMessage(),
              "fix its permissions, choose another with --cache-dir, or set --cache=auto");
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
    CacheDirectory place =
        new CacheDirectory(settings.directory(), !settings.onDisk(), allowSticky);
    PrivateDirectory directory = place.open();
    Optional<AesGcmSealing> sealing =
        settings.onDisk()
            ? Optional.of(
                sealing(
                    new CacheDirectory(settings.keyDirectory(), true, allowSticky).open(), clock))
            : Optional.empty();
    return new NodeCache(
        Optional.of(new Store(directory, sealing, clock, log)),
        "on: " + directory + (settings.onDisk() ? ", encrypted" : ""),
        settings.perPod(),
        clock,
        log);
  }

  /** Reads the key. If there is none, a new one is written, which invalidates all entries. */
  private static AesGcmSealing sealing(PrivateDirectory directory, Clock clock)
      throws UnsafeDirectoryException {
    try {
      return new AesGcmSealing(key(directory, clock));
    } catch (IOException e) {
      throw new UnsafeDirectoryException(
          "the key in " + directory + " cannot be used: " + e.getClass().getSimpleName());
    }
  }

  private static byte[] key(PrivateDirectory directory, Clock clock) throws IOException {
    Optional<byte[]> key = existing(directory);
    if (key.isPresent()) {
      return key.get();
    }
    directory.replace(KEY, AesGcmSealing.newKey(), clock.instant());
    // Of concurrent writers the last one's key stays; entries of the others are invalid.
    return existing(directory).orElseThrow(() -> new IOException("the key file has been deleted"));
  }

  private static Optional<byte[]> existing(PrivateDirectory directory) throws IOException {
    return directory.read(KEY).filter(key -> key.length == AesGcmSealing.KEY_BYTES);
  }
}
