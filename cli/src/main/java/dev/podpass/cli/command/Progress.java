// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.command;

import java.time.Duration;
import java.util.function.Consumer;

/** Prints what is being done if it takes longer than a person wonders. */
final class Progress implements AutoCloseable {
  private final Duration patience;
  private final Consumer<String> output;
  private String doing = "";
  private long since = System.nanoTime();
  private boolean shown = true;
  private boolean closed;

  private Progress(Duration patience, Consumer<String> output) {
    this.patience = patience;
    this.output = output;
  }

  /** Watches on a thread that does not delay the exit. */
  static Progress start(Duration patience, Consumer<String> output) {
    Progress progress = new Progress(patience, output);
    Thread.ofPlatform().daemon().name("podpass-progress").start(progress::watch);
    return progress;
  }

  synchronized void doing(String text) {
    doing = text;
    since = System.nanoTime();
    shown = false;
    notifyAll();
  }

  private synchronized void watch() {
    try {
      while (!closed) {
        long left = patience.minusNanos(System.nanoTime() - since).toMillis();
        if (shown) {
          wait();
        } else if (left > 0) {
          wait(left);
        } else {
          output.accept(doing);
          shown = true;
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }
}
