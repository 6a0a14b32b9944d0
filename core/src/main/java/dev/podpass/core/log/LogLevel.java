// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.log;

/** The minimum level of events that are written. */
public enum LogLevel {
  /** Warnings only. */
  OFF,
  INFO,
  DEBUG;

  public boolean includes(Log.Level level) {
    return switch (level) {
      case WARNING -> true;
      case INFO -> this != OFF;
      case DEBUG -> this == DEBUG;
    };
  }
}
