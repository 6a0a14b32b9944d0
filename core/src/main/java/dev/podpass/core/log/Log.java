// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.log;

/**
 * Receives log events. Field values are plain facts (hosts, status codes, names); a {@link
 * dev.podpass.spi.secret.Secret} may be passed, because it prints nothing of itself.
 *
 * <p>Implementations must be thread-safe.
 */
public interface Log {
  /** Discards all events. */
  Log NONE = (level, message, fields) -> {};

  /** A connection over TLS: its {@code host}, {@code protocol} and {@code key_exchange}. */
  String CONNECTION = "connection";

  enum Level {
    /** A configured feature failed while the pull continues; written at every level. */
    WARNING,
    /** The start and the end of a pull. */
    INFO,
    /** Each step and each request. */
    DEBUG
  }

  /** A field of an event; its name is in lower case, with underscores. */
  record Field(String name, Object value) {}

  void event(Level level, String message, Field... fields);

  default void info(String message, Field... fields) {
    event(Level.INFO, message, fields);
  }

  default void debug(String message, Field... fields) {
    event(Level.DEBUG, message, fields);
  }

  static Field field(String name, Object value) {
    return new Field(name, value);
  }
}
