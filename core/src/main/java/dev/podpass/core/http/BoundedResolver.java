// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Resolves names with a timeout: the system's resolver has none, and cannot be interrupted. */
record BoundedResolver(Lookup lookup, Deadline deadline) {
  /** The system's resolver. */
  @FunctionalInterface
  interface Lookup {
    InetAddress[] lookUp(String host) throws UnknownHostException;
  }

  InetAddress[] resolve(String host) throws UnknownHostException {
    FutureTask<InetAddress[]> answer = new FutureTask<>(() -> lookup.lookUp(host));
    Watchdog.runDetached(answer);
    try {
      return answer.get(deadline.forConnection().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      throw new UnknownHostException(host + ": no answer from the resolver");
    } catch (ExecutionException e) {
      throw unknown(host, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unknown(host, e);
    }
  }

  private static UnknownHostException unknown(String host, Exception cause) {
    UnknownHostException unknown = new UnknownHostException(host);
    unknown.initCause(cause);
    return unknown;
  }
}
