// SPDX-License-Identifier: Apache-2.0
package dev.podpass.log;

/**
 * Receives what happens on the way to a credential. Values are plain facts (hosts, status codes,
 * names): a {@link dev.podpass.secret.Secret} may be passed, for it prints nothing of itself.
 *
 * <p>Implementations may be called from any thread.
 */
public interface Log {
  /** Listens to nothing. */
  Log NONE = (level, message, fields) -> {};

  /** How much somebody wants to know. */
  enum Level {
    /** Something that was promised and is not done, though the pull goes on; always told. */
    WARNING,
    /** Who pulls what as whom, and how it ended. */
    INFO,
    /** Also each step and each request. */
    DEBUG
  }

  /**
   * A fact about an event.
   *
   * @param name in lower case, with underscores
   * @param value printed with {@code toString}
   */
  record Field(String name, Object value) {}

  /** Something happened. */
  void event(Level level, String message, Field... fields);

  /** Something that operators want to see. */
  default void info(String message, Field... fields) {
    event(Level.INFO, message, fields);
  }

  /** Something that is wanted when looking for a fault. */
  default void debug(String message, Field... fields) {
    event(Level.DEBUG, message, fields);
  }

  /** Short for a new {@link Field}. */
  static Field field(String name, Object value) {
    return new Field(name, value);
  }
}
