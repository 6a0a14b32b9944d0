// SPDX-License-Identifier: Apache-2.0
package dev.podpass.demo;

import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How a run of the program ended.
 *
 * @param messages what it says to people: stderr without its log
 * @param stderr all of it
 */
public record Run(int status, String stdout, String messages, String stderr, Duration took) {
  private static final Pattern LOG = Pattern.compile("podpass: (debug|info) ");
  private static final Pattern TRACE = Pattern.compile("\\s*[a-z]+(\\.\\w+)+(Exception|Error)\\b");

  /** Separates the log, and the stack trace that it has of a failure, from the messages. */
  static Run of(int status, String stdout, String stderr, Duration took) {
    String messages =
        stderr
            .lines()
            .filter(line -> !LOG.matcher(line).lookingAt())
            .takeWhile(line -> !TRACE.matcher(line).lookingAt())
            .collect(Collectors.joining("\n"));
    return new Run(status, stdout, messages, stderr, took);
  }
}
