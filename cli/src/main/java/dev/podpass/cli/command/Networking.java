// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.command;

import dev.podpass.failure.CredentialException;
import dev.podpass.failure.Kind;
import dev.podpass.http.ConnectionSettings;
import dev.podpass.http.Deadline;
import dev.podpass.http.RetryingConnections;
import dev.podpass.http.Watchdog;
import dev.podpass.log.Log;
import dev.podpass.settings.PluginFlags;
import java.time.Duration;
import java.util.function.Function;

/** Lends a command the network, within the plugin's deadline and by its rules. */
final class Networking {
  /** For one line, which waits only if the pipe is full. */
  private static final Duration STDERR_PATIENCE = Duration.ofSeconds(1);

  private Networking() {}

  /** Does something with connections; whatever they do is told to the log. */
  static <T> T within(Invocation invocation, Log log, Function<RetryingConnections, T> work) {
    return within(invocation, invocation.settings(log).readConnections(), work);
  }

  /** Does something with connections of these settings. */
  static <T> T within(
      Invocation invocation, ConnectionSettings settings, Function<RetryingConnections, T> work) {
    Deadline deadline =
        Deadline.of(invocation.arguments().get(PluginFlags.DEADLINE), Duration.ZERO);
    try (Watchdog watchdog = Watchdog.start(deadline, () -> overrun(invocation, deadline));
        RetryingConnections connections = RetryingConnections.open(settings, watchdog)) {
      return work.apply(connections);
    }
  }

  private static void overrun(Invocation invocation, Deadline deadline) {
    CredentialException late =
        new CredentialException(
            Kind.TRY_AGAIN,
            "no answer within the deadline of " + deadline.total().toSeconds() + " s");
    Watchdog.within(STDERR_PATIENCE, () -> invocation.note("podpass: " + late.line()));
    invocation.surroundings().halt().accept(late.kind().exitCode());
  }
}
