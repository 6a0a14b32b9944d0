// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.node;

import java.util.concurrent.Semaphore;

/** Keeps a signal from ending the process while a pass changes the node. */
final class Signals {
  private final Semaphore free = new Semaphore(1);

  /** Begins a pass; one that has begun goes on. A signal's handler waits here for its end. */
  void hold() {
    free.acquireUninterruptibly();
  }

  void release() {
    free.drainPermits();
    free.release();
  }
}
