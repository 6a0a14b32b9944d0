// SPDX-License-Identifier: Apache-2.0
package dev.podpass.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends what would outlive the deadline. At the deadline it closes what it guards, so that whoever
 * waits for a network wakes up and can say what was tried; if the process is still there after a
 * time of grace, it calls for the last resort.
 */
public final class Watchdog implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final Deadline deadline;
  private final Runnable lastResort;
  private final List<Runnable> guarded = new ArrayList<>();
  private boolean closed;
  private boolean barked;

  private Watchdog(Deadline deadline, Runnable lastResort) {
    this.deadline = deadline;
    this.lastResort = lastResort;
  }

  /**
   * Starts watching on a thread that keeps no process alive.
   *
   * @param lastResort called once, a second after the deadline
   */
  public static Watchdog start(Deadline deadline, Runnable lastResort) {
    Watchdog watchdog = new Watchdog(deadline, lastResort);
    Thread.ofPlatform().daemon().name("podpass-watchdog").start(watchdog::watch);
    return watchdog;
  }

  /**
   * Does something on a thread of its own, and waits for its end no longer than this. Afterwards it
   * may still be going on.
   *
   * @return whether it has come to its end, without throwing
   */
  public static boolean within(Duration patience, Runnable work) {
    AtomicBoolean done = new AtomicBoolean();
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name("podpass-bounded")
            .uncaughtExceptionHandler((t, thrown) -> {})
            .start(() -> {
              work.run();
              done.set(true);
            });
    try {
      thread.join(patience);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return done.get();
  }

  /** What it watches. */
  public Deadline deadline() {
    return deadline;
  }

  /** Has this called at the deadline; at once, if that has passed. */
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
    for (Runnable closing : bark()) {
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

  private List<Runnable> bark() {
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

  /** Stops watching. The thread is left to end with the process. */
  @Override
  public void close() {
    synchronized (guarded) {
      closed = true;
    }
  }
}
