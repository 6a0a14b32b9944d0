// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.log;

/** The minimum level of events that are written. */
public enum LogLevel {
  /** Warnings only. */
  OFF,
  /** The start and the end of a pull. */
  INFO,
  /** Also each step and each request. */
  DEBUG;

  /** Whether events of that level are written. */
  public boolean includes(Log.Level level) {
    return switch (level) {
      case WARNING -> true;
      case INFO -> this != OFF;
      case DEBUG -> this == DEBUG;
    };
  }
}
