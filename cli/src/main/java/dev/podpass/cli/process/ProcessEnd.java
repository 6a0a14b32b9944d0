// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.process;

import dev.podpass.core.http.Deadline;
import dev.podpass.core.http.Watchdog;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Ends a run exactly once, whichever comes first: the answer, a failure, the deadline or a signal.
 * It writes the output, then calls the observer; from then on the status is fixed. Every wait is
 * bounded; a reader of stdout is bounded by the deadline.
 */
public final class ProcessEnd {
  /** Enough for one line: it waits if the pipe is full, or for a turn on a throttled node. */
  private static final Duration LINE_PATIENCE = Duration.ofSeconds(3);

  /** For an end that another thread has begun: a line, then the observation. */
  private static final Duration OTHERS_PATIENCE = LINE_PATIENCE.plusSeconds(1);

  /** 128 + SIGTERM, as shells report it. */
  private static final int TERMINATED = 143;

  private static final int RUNNING = -1;
  private static final int WRITING = -2;

  private final ProcessContext process;
  private final Consumer<CredentialException> failures;
  private final AtomicInteger status = new AtomicInteger(RUNNING);
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile Consumer<Optional<CredentialException>> observer = failure -> {};

  @FunctionalInterface
  public interface Answer {
    void write(OutputStream stdout) throws IOException;
  }

  /** An end whose failures are lines of a log. */
  public ProcessEnd(ProcessContext process, StderrLog log) {
    this(process, log::failure);
  }

  /** An end whose failures are written in another way, within three seconds. */
  public ProcessEnd(ProcessContext process, Consumer<CredentialException> failures) {
    this.process = process;
    this.failures = failures;
  }

  /** Sets the observer, which is called after the answer or the failure is written. */
  public void observedBy(Consumer<Optional<CredentialException>> other) {
    observer = other;
  }

  /** Ends with an answer and returns the exit status. */
  public int answer(Answer answer) {
    return answer(answer, 0);
  }

  /** Ends with an answer and this exit status, which is returned. */
  public int answer(Answer answer, int with) {
    if (!status.compareAndSet(RUNNING, WRITING)) {
      return awaitOther();
    }
    try {
      answer.write(process.stdout());
      process.stdout().close();
    } catch (IOException e) {
      return failure(
          new CredentialException(
                  Kind.UNAVAILABLE, "the answer cannot be written to stdout, which is closed")
              .causedBy(e));
    }
    if (!take(with)) {
      return awaitOther();
    }
    observe(Optional.empty());
    return with;
  }

  /** Ends with a failure and returns the exit status. */
  public int failure(CredentialException failure) {
    return end(failure.kind().exitCode(), failure) ? status.get() : awaitOther();
  }

  /** Ends at the deadline when no thread can be interrupted, as in an endless read of stdin. */
  public void overrun(Deadline deadline) {
    boolean writing = status.get() == WRITING;
    String late = "within the deadline of " + deadline.total().toSeconds() + " s";
    CredentialException failure =
        writing
            ? new CredentialException(Kind.TRY_AGAIN, "the answer was not read from stdout " + late)
            : new CredentialException(
                Kind.TRY_AGAIN,
                "no answer " + late,
                "stdin was not closed, or the node is overloaded");
    if (!end(Kind.TRY_AGAIN.exitCode(), failure)) {
      awaitOther();
    }
    process.halt().accept(status.get());
  }

  /** Ends by a signal, or by a library that exits: no answer, and never status 0 without one. */
  public void terminated() {
    Optional<CredentialException> exited = exited();
    CredentialException failure =
        exited.orElseGet(() ->
            new CredentialException(
                Kind.TRY_AGAIN, "the process was ended, by a signal, before the answer"));
    if (!end(exited.isPresent() ? failure.kind().exitCode() : TERMINATED, failure)) {
      awaitOther();
    }
    process.halt().accept(status.get());
  }

  /** Ends by a library that exits; a signal ends the process as it does any other. */
  public void exitedByLibrary() {
    if (exited().isPresent()) {
      terminated();
    }
  }

  /** The failure that names the code that has called System.exit, if some has. */
  private static Optional<CredentialException> exited() {
    return Thread.getAllStackTraces().values().stream()
        .flatMap(frames -> Arrays.stream(frames).dropWhile(frame -> !isExit(frame)))
        .map(StackTraceElement::getClassName)
        .filter(name -> !name.startsWith("java."))
        .findFirst()
        .map(caller ->
            new CredentialException(
                Kind.CONFIGURATION,
                caller + " has ended the process before the answer",
                "correct the jar of the provider, or take it away"));
  }

  private static boolean isExit(StackTraceElement frame) {
    return frame.getClassName().equals("java.lang.Runtime") && frame.getMethodName().equals("exit");
  }

  private boolean end(int with, CredentialException failure) {
    if (!take(with)) {
      return false;
    }
    Watchdog.within(LINE_PATIENCE, () -> failures.accept(failure));
    observe(Optional.of(failure));
    return true;
  }

  private boolean take(int end) {
    return status.compareAndSet(WRITING, end) || status.compareAndSet(RUNNING, end);
  }

  private void observe(Optional<CredentialException> failure) {
    observer.accept(failure);
    over.countDown();
  }

  /** Waits for the end that came first to be written, and returns its status. */
  private int awaitOther() {
    try {
      if (!over.await(OTHERS_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        return Kind.TRY_AGAIN.exitCode();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return status.get();
  }
}
