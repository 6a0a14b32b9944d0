// SPDX-License-Identifier: Apache-2.0
package dev.podpass.log;

/** Which events are written. */
public enum LogLevel {
  /** Warnings alone. */
  OFF,
  /** Who pulls what as whom, and how it ended. */
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
