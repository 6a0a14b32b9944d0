// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Pods of one service account that pull one image, one after the other, until it is closed. What
 * fails while kubelet is restarted is repeated by kubelet, and not lost.
 */
final class Pulls implements AutoCloseable {
  private static final String REFUSED = "not authorized to request tokens";

  private final ClusterNode node;
  private final KubeletService kubelet;
  private final String serviceAccount;
  private final String image;
  private final AtomicInteger count = new AtomicInteger();
  private final List<String> lost = new CopyOnWriteArrayList<>();
  private final Thread thread = new Thread(this::pull, "pulls");
  private volatile boolean closed;

  Pulls(ClusterNode node, KubeletService kubelet, String serviceAccount, String image) {
    this.node = node;
    this.kubelet = kubelet;
    this.serviceAccount = serviceAccount;
    this.image = image;
    thread.start();
  }

  /** How many have ended. */
  int count() {
    return count.get();
  }

  /** Why those failed that failed, and each refusal of a token that kubelet has logged since. */
  List<String> lost(int sinceLog) {
    List<String> all = new ArrayList<>(lost);
    node.log().substring(sinceLog).lines().filter(it -> it.contains(REFUSED)).forEach(all::add);
    return all;
  }

  private void pull() {
    while (!closed) {
      int restarts = kubelet.restarts();
      ClusterPod pod = ClusterPod.of("pull-" + count, serviceAccount, image);
      try {
        node.create(pod);
        ClusterNode.await("a pull has ended", () -> pod.isSettled(node.api()));
        if (!pod.isRunning(node.api()) && kubelet.restarts() == restarts) {
          lost.add(pod.name() + ": " + pod.events(node.api()));
        }
        node.delete(pod);
      } catch (IllegalStateException e) {
        lost.add(pod.name() + ": " + e.getMessage());
      }
      count.incrementAndGet();
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
