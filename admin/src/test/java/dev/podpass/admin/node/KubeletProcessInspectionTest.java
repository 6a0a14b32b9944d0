// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.admin.check.Check;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which process is taken for kubelet. */
class KubeletProcessInspectionTest extends InspectedNode {
  private static final String ANOTHER = "kubelet\0--kubeconfig=/etc/kubelet.conf\0";

  @Test
  void aProgramOfAPodIsNotKubelet() {
    NodeTree node = good().file("/proc/7/cgroup", "0::/kubepods.slice/kubepods-pod1.slice/cri\n");

    assertThat(inspect(node)).extracting(Check::finding).noneMatch(f -> f.contains("process 7"));
  }

  static Stream<Arguments> impostors() {
    String status = "/proc/7/status";
    return Stream.of(
        argumentSet(
            "another user's",
            "runs as user 54321",
            plant(node -> node.file(status, "Uid:\t54321\t54321\t54321\t54321\n"))),
        argumentSet(
            "a setuid program that another user started",
            "runs as user 54321",
            plant(node -> node.file(status, "Uid:\t54321\t0\t0\t0\n"))),
        argumentSet(
            "another program of root's",
            "is ROOT/usr/bin/sudo",
            plant(node -> node.program("/usr/bin/sudo").link("/proc/7/exe", "../../usr/bin/sudo"))),
        argumentSet(
            "a program that others may change",
            "others may change ROOT/usr/bin/kubelet",
            plant(node -> node.mode("/usr/bin/kubelet", "rwxrwxr-x"))),
        argumentSet(
            "a program in a folder that others may change",
            "others may change ROOT/usr",
            plant(node -> node.mode("/usr", "rwxr-xrwx"))),
        argumentSet(
            "a program of that name in another file system",
            "is not the ROOT/usr/bin/kubelet of this node",
            plant(node ->
                node.link("/etc/passwd", "../usr/bin/kubelet")
                    .link("/proc/7/exe", "/etc/passwd"))));
  }

  private static UnaryOperator<NodeTree> plant(UnaryOperator<NodeTree> fault) {
    return fault;
  }

  @ParameterizedTest
  @MethodSource("impostors")
  void takesNothingFromAnImpostor(String reason, UnaryOperator<NodeTree> fault) {
    NodeTree node = fault.apply(good().file("/proc/7/environ", "HTTPS_PROXY=http://planted:1\0"));

    assertThat(inspect(node))
        .contains(
            Check.warning(
                "kubelet",
                "process 7 calls itself kubelet, but %s: its arguments are not used"
                    .formatted(reason.replace("ROOT", root.toString())),
                "look at it: ps -fp 7"))
        .filteredOn(check -> !check.subject().equals("kubelet"))
        .noneSatisfy(check -> assertThat(check.toString()).containsAnyOf("process 7", "planted"));
    assertThat(new NodeInspection(node.files()).kubeletEnvironment()).isEmpty();
  }

  @Test
  void doesNotChooseBetweenTwo() {
    NodeTree node = good().file("/proc/9/cmdline", ANOTHER);

    assertThat(inspect(node))
        .contains(
            Check.warning(
                "kubelet",
                "process 7 (kubelet) and process 9 (kubelet) run, so the arguments of none are used",
                "stop those that should not run"))
        .anySatisfy(check -> assertThat(check.finding()).isEqualTo("not known: see kubelet"))
        .filteredOn(check -> !check.subject().equals("kubelet"))
        .noneSatisfy(check -> assertThat(check.finding()).contains("process 7"));
  }

  /** A process that kubelet starts has kubelet's program and arguments until it has its own. */
  @Test
  void aProcessThatKubeletStartsIsNotASecondOne() {
    List<Check> alone = inspect(good());

    List<Check> checks =
        inspect(
            good()
                .file("/proc/9/cmdline", ANOTHER)
                .file("/proc/9/status", "PPid:\t7\nUid:\t0\t0\t0\t0\n"));

    assertThat(checks)
        .isEqualTo(alone)
        .contains(Check.ok("kubelet", "it runs: process 7 (kubelet)"));
  }

  @Test
  void aProgramThatWasReplacedIsNotLookedAt() {
    assertThat(inspect(good().link("/proc/7/exe", "../../usr/bin/kubelet (deleted)")))
        .contains(
            Check.warning(
                "kubelet",
                "process 7 calls itself kubelet, but its program is no longer there",
                "restart kubelet after its program was replaced"));
  }
}
