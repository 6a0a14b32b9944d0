// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * Enforces the deadline. At the deadline it closes the guarded resources, so that threads waiting
 * for the network wake up and can report the failure; if the process still runs after a grace
 * period, it calls the last resort.
 */
public final class Watchdog implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final Deadline deadline;
  private final Runnable lastResort;
  private final List<Runnable> guarded = new ArrayList<>();
  private boolean closed;
  private final Thread thread =
      Thread.ofPlatform().daemon().name("podpass-watchdog").unstarted(this::watch);
  private boolean barked;

  private Watchdog(Deadline deadline, Runnable lastResort) {
    this.deadline = deadline;
    this.lastResort = lastResort;
  }

  /** Starts on a daemon thread; the last resort is called once, a second after the deadline. */
  public static Watchdog start(Deadline deadline, Runnable lastResort) {
    Watchdog watchdog = new Watchdog(deadline, lastResort);
    watchdog.thread.start();
    return watchdog;
  }

  /** Runs work {@link #runDetached detached}; returns whether it succeeded within this time. */
  public static boolean within(Duration patience, Runnable work) {
    FutureTask<?> task = new FutureTask<>(work, true);
    runDetached(task);
    return succeeds(task, patience);
  }

  /**
   * Runs work, such as a {@link FutureTask}, on a separate thread, which it may block forever. On a
   * node that has no thread left, it runs on this one.
   */
  public static void runDetached(Runnable work) {
    Thread thread = Thread.ofPlatform().daemon().name("podpass-bounded").unstarted(work);
    try {
      thread.start();
    } catch (OutOfMemoryError _) {
      work.run();
    }
  }

  /** Waits for a task for at most this time, and returns whether it has succeeded. */
  public static boolean succeeds(FutureTask<?> task, Duration patience) {
    return ends(task, patience) && task.state() == Future.State.SUCCESS;
  }

  /** Waits for a task for at most this time, and returns whether it has ended. */
  public static boolean ends(FutureTask<?> task, Duration patience) {
    try {
      task.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException | TimeoutException _) {
      // Its state says so.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return task.isDone();
  }

  public Deadline deadline() {
    return deadline;
  }

  /** Registers an action for the deadline; runs it immediately if that has passed. */
  void guard(Runnable closing) {
    synchronized (guarded) {
      if (!barked) {
        guarded.add(closing);
        return;
      }
    }
    closing.run();
  }

  private void watch() {
    park(deadline);
    for (Runnable closing : expire()) {
      closing.run();
    }
    park(Deadline.of(GRACE, Duration.ZERO));
    if (!isClosed()) {
      lastResort.run();
    }
  }

  private void park(Deadline until) {
    while (!until.expired() && !isClosed()) {
      LockSupport.parkNanos(this, until.remaining().toNanos());
    }
  }

  private List<Runnable> expire() {
    synchronized (guarded) {
      barked = true;
      return closed ? List.of() : List.copyOf(guarded);
    }
  }

  private boolean isClosed() {
    synchronized (guarded) {
      return closed;
    }
  }

  /** Ends its thread, too. */
  @Override
  public void close() {
    synchronized (guarded) {
      closed = true;
    }
    LockSupport.unpark(thread);
  }
}
