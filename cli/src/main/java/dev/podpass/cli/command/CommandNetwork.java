// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.command;

import dev.podpass.admin.check.CheckContext.NetworkAccess;
import dev.podpass.cli.process.ProcessContext;
import dev.podpass.cli.report.Output;
import dev.podpass.core.http.ConnectionSettings;
import dev.podpass.core.http.Deadline;
import dev.podpass.core.http.RetryingConnections;
import dev.podpass.core.http.Watchdog;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.http.Connections;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** The connections of a command, with the plugin's settings and deadline. */
public final class CommandNetwork implements NetworkAccess {
  /** Enough for one line, which waits only if the pipe is full. */
  private static final Duration STDERR_PATIENCE = Duration.ofSeconds(1);

  /** How long an operator waits before progress is printed. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Duration deadline;
  private final ProcessContext process;
  private final Consumer<String> steps;

  private String doing = "";
  private Optional<Progress> shown = Optional.empty();

  CommandNetwork(Duration deadline, ProcessContext process, Consumer<String> steps) {
    this.deadline = deadline;
    this.process = process;
    this.steps = steps;
  }

  @Override
  public <T> T with(ConnectionSettings settings, Function<Connections, T> work) {
    return within(settings, deadline(), work::apply);
  }

  /** The deadline of a command that begins now. */
  public Deadline deadline() {
    return Deadline.of(deadline, Duration.ZERO);
  }

  /** Opens connections for the exchange of a pull; several of a command have one deadline. */
  public <T> T within(
      ConnectionSettings settings, Deadline end, Function<RetryingConnections, T> work) {
    try (Watchdog watchdog = Watchdog.start(end, this::overrun);
        RetryingConnections connections = RetryingConnections.open(settings, watchdog);
        Progress progress = Progress.start(PATIENCE, steps)) {
      shown = Optional.of(progress);
      if (!doing.isEmpty()) {
        progress.doing(doing);
      }
      return work.apply(connections);
    } finally {
      shown = Optional.empty();
    }
  }

  @Override
  public void progress(String text) {
    doing = text;
    shown.ifPresent(progress -> progress.doing(text));
  }

  private void overrun() {
    CredentialException late =
        new CredentialException(
            Kind.TRY_AGAIN, "no answer within the deadline of " + deadline.toSeconds() + " s");
    Watchdog.within(
        STDERR_PATIENCE, () -> Output.note("podpass: " + late.line(), process.stderr()));
    process.halt().accept(late.kind().exitCode());
  }
}
