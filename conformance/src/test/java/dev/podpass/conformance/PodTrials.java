// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** The pods of one scenario, which must run or must not. */
final class PodTrials {
  private final ClusterNode node;
  private final List<ClusterPod> pods = new ArrayList<>();

  PodTrials(ClusterNode node) {
    this.node = node;
  }

  List<ClusterPod> pods() {
    return List.copyOf(pods);
  }

  void deletePods() {
    pods.forEach(node::delete);
    pods.clear();
  }

  ClusterPod assertRuns(ClusterPod pod) {
    pods.add(pod);
    node.run(pod);
    assertThat(pod.isRunning(node.api())).as("%s", pod.events(node.api())).isTrue();
    return pod;
  }

  /**
   * The user sees a failed pull, and kubelet's log has the reason. Kubelet may try such a pod again
   * until it is deleted, so a count of its attempts says nothing.
   *
   * @return what the kubelet has logged meanwhile
   */
  String assertFails(ClusterPod pod, String... because) {
    String log = assertDoesNotRun(pod);
    assertThat(log).contains(because);
    log.lines()
        .filter(line -> line.contains(because[0]))
        .limit(1)
        .forEach(line -> System.out.println("   kubelet: " + line.strip()));
    return log;
  }

  /**
   * The user sees a failed pull.
   *
   * @return what the kubelet has logged meanwhile
   */
  String assertDoesNotRun(ClusterPod pod) {
    pods.add(pod);
    int begin = node.log().length();
    node.run(pod);
    assertThat(pod.isRunning(node.api())).isFalse();
    List<String> events = pod.events(node.api());
    assertThat(events).anyMatch(event -> event.startsWith("Failed: Failed to pull image"));
    events.stream()
        .filter(event -> event.startsWith("Failed: Failed to pull image"))
        .limit(1)
        .forEach(event -> System.out.println("   event: " + event));
    return node.log().substring(begin);
  }
}
