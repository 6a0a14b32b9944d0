// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Resolves names with a timeout: the system's resolver has none, and cannot be interrupted. */
final class BoundedResolver {
  /** The system's resolver. */
  @FunctionalInterface
  interface Lookup {
    InetAddress[] lookUp(String host) throws UnknownHostException;
  }

  private final Lookup lookup;
  private final Timeouts timeouts;

  BoundedResolver(Lookup lookup, Timeouts timeouts) {
    this.lookup = lookup;
    this.timeouts = timeouts;
  }

  InetAddress[] resolve(String host) throws UnknownHostException {
    CompletableFuture<InetAddress[]> answer = new CompletableFuture<>();
    Thread.ofPlatform().daemon().name("podpass-dns").start(() -> complete(answer, host));
    try {
      return answer.get(timeouts.forConnection().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      throw new UnknownHostException(host + ": no answer from the resolver");
    } catch (ExecutionException e) {
      throw unknown(host, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unknown(host, e);
    }
  }

  private void complete(CompletableFuture<InetAddress[]> answer, String host) {
    try {
      answer.complete(lookup.lookUp(host));
    } catch (Throwable e) { // Every throwable must reach the waiting thread.
      answer.completeExceptionally(e);
    }
  }

  private static UnknownHostException unknown(String host, Exception cause) {
    UnknownHostException unknown = new UnknownHostException(host);
    unknown.initCause(cause);
    return unknown;
  }
}
