// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.net;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The end of the fakes, which ends whatever is being waited for. */
final class Closing {
  private final CountDownLatch begun = new CountDownLatch(1);

  void begin() {
    begun.countDown();
  }

  /**
   * Waits.
   *
   * @throws InterruptedIOException if the fakes are closed before the time is over
   */
  void pause(Duration time) throws InterruptedIOException {
    if (time.isZero()) {
      return;
    }
    try {
      if (begun.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new InterruptedIOException("the fakes are being closed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }
}
