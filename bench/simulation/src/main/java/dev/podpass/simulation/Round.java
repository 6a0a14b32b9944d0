// SPDX-License-Identifier: Apache-2.0
package dev.podpass.simulation;

import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.kubelet.Plugin;
import dev.podpass.testkit.kubelet.PluginRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToIntFunction;

/**
 * All pods of a node pulling their images at once, and the result.
 *
 * @param failures how often the plugin failed, so that its pod was left to kubelet's back-off
 * @param untilLast from the beginning until the last pod had its credential
 * @param requests how often each API was asked
 * @param refused how often it answered that this was too often
 */
record Round(
    int failures, Duration untilLast, Map<String, Integer> requests, Map<String, Integer> refused) {
  private static final Duration FIRST_BACK_OFF = Duration.ofSeconds(10);
  private static final Duration LONGEST_BACK_OFF = Duration.ofMinutes(5);

  private static final int REGISTRY_CHALLENGE = 401;

  /** Plays it: one thread is a pod. */
  static Round play(FakeClouds clouds, Plugin plugin, List<PluginRequest> pods)
      throws InterruptedException {
    clouds.received().clear();
    long start = System.nanoTime();
    int failures = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Integer>> all = new ArrayList<>();
      pods.forEach(pod -> all.add(() -> failuresUntilAnswered(plugin, pod)));
      for (Future<Integer> pod : threads.invokeAll(all)) {
        failures += pod.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a pod could not be played", e);
    }
    Duration untilLast = Duration.ofNanos(System.nanoTime() - start);
    return new Round(
        failures,
        untilLast,
        perHost(clouds, host -> clouds.received().requestsTo(host).size()),
        perHost(clouds, host -> refusals(clouds, host)));
  }

  private static int failuresUntilAnswered(Plugin plugin, PluginRequest pod)
      throws InterruptedException {
    Duration backOff = FIRST_BACK_OFF;
    for (int failures = 0; ; failures++) {
      if (plugin.run(pod).exitCode() == 0) {
        return failures;
      }
      Thread.sleep(backOff);
      Duration next = backOff.multipliedBy(2);
      backOff = next.compareTo(LONGEST_BACK_OFF) < 0 ? next : LONGEST_BACK_OFF;
    }
  }

  private static int refusals(FakeClouds clouds, String host) {
    return (int)
        clouds.received().answersOf(host).stream()
            .map(sent -> sent.answer().status())
            .filter(status -> status >= 400 && status != REGISTRY_CHALLENGE)
            .count();
  }

  private static Map<String, Integer> perHost(FakeClouds clouds, ToIntFunction<String> count) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    clouds
        .received()
        .requests()
        .forEach(request -> counts.computeIfAbsent(request.host(), host -> count.applyAsInt(host)));
    return counts;
  }
}
