// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.options;

import dev.podpass.log.Log;

/** How much is told on stderr. */
public enum LogLevel {
  OFF,
  INFO,
  DEBUG;

  public boolean tells(Log.Level level) {
    return switch (level) {
      case WARNING -> true;
      case INFO -> this != OFF;
      case DEBUG -> this == DEBUG;
    };
  }
}
