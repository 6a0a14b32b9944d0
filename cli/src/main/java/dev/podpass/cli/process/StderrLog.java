// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.core.log.Log;
import dev.podpass.core.log.LogLevel;
import dev.podpass.core.log.LogLine;
import dev.podpass.spi.failure.CredentialException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;

/**
 * Writes log lines to stderr, and the one line of a failure, which kubelet copies to its own log.
 */
public final class StderrLog implements Log {
  private final OutputStream stderr;
  private final LogLevel level;

  public StderrLog(OutputStream stderr, LogLevel level) {
    this.stderr = stderr;
    this.level = level;
  }

  @Override
  public void event(Level eventLevel, String message, Field... fields) {
    if (level.includes(eventLevel)) {
      write(LogLine.of(eventLevel.name().toLowerCase(Locale.ROOT), message, List.of(fields)));
    }
  }

  /** Written at every level. */
  void failure(CredentialException failure) {
    write(LogLine.of(LogLine.ERROR, failure.line(), List.of()));
    if (level == LogLevel.DEBUG) {
      trace(failure);
    }
  }

  /** Classes and lines only: a library's message may contain a secret. */
  private void trace(Throwable failure) {
    StringBuilder trace = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      trace.append("  ").append(cause.getClass().getName()).append('\n');
      for (StackTraceElement frame : cause.getStackTrace()) {
        trace.append("    at ").append(frame).append('\n');
      }
    }
    write(trace.toString());
  }

  private synchronized void write(String text) {
    try {
      stderr.write(text.getBytes(UTF_8));
      stderr.flush();
    } catch (IOException _) {
      // There is no other stream to report it on.
    }
  }
}
