// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.admin.install.PassReport.Outcome;
import dev.podpass.admin.journal.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process is ended after each step of a change; the next pass completes or undoes it. */
class FaultPointsTest {
  @TempDir private Path folder;
  private int nodes;

  /** Ends the process, as far as a test can: nothing catches it. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;

    Killed(String step) {
      super(step);
    }
  }

  /** Something that is done on a node. */
  private interface Act {
    PassReport on(FakeNode node, Checkpoint checkpoint) throws IOException;
  }

  private FakeNode node() throws IOException {
    nodes++;
    return new FakeNode(Files.createDirectory(folder.resolve("node-" + nodes)));
  }

  private static PassReport install(FakeNode node, Checkpoint checkpoint, String... args) {
    return node.install(Clock.systemUTC(), checkpoint, args);
  }

  @Test
  void anInstallation() throws IOException {
    List<String> steps = killedAfterEach((node, point) -> install(node, point), List.of());

    assertThat(steps)
        .containsExactly(
            "keep copies",
            "record the change",
            "put /opt/plugins/podpass",
            "put /opt/plugins/podpass-echo",
            "put /etc/kubernetes/credential-providers.yaml",
            "record the restart",
            "restart kubelet",
            "await kubelet",
            "record the end");
  }

  @Test
  void newValues() throws IOException {
    List<String> steps =
        killedAfterEach(
            (node, point) -> install(node, point, "--log-level=debug"),
            List.of("--log-level=info"));

    assertThat(steps).contains("put /etc/kubernetes/credential-providers.yaml").hasSize(7);
  }

  /** After each, what is there and what kubelet runs with is one of the two, and both agree. */
  private List<String> killedAfterEach(Act act, List<String> before) throws IOException {
    List<String> steps = new ArrayList<>();
    Map<String, String> done;
    try (FakeNode whole = prepared(before)) {
      act.on(whole, steps::add);
      done = content(whole);
    }
    for (String step : steps) {
      try (FakeNode node = prepared(before)) {
        assertThatThrownBy(() -> act.on(node, killAt(step))).as(step).isInstanceOf(Killed.class);
        assertThat(node.runningWith()).as(step).isPresent();

        PassReport next = act.on(node, Checkpoint.NONE);

        assertThat(next.outcome()).as(step).isIn(Outcome.CHANGED, Outcome.UNCHANGED);
        assertThat(content(node)).as(step).isEqualTo(done);
        assertThat(node.runningWith()).as(step).contains(node.read(FakeNode.CONFIG));
        assertThat(act.on(node, Checkpoint.NONE).outcome()).as(step).isEqualTo(Outcome.UNCHANGED);
        assertThat(node.restarts()).as(step).isEqualTo(before.isEmpty() ? 1 : 2);
      }
    }
    return steps;
  }

  private FakeNode prepared(List<String> before) throws IOException {
    FakeNode node = node();
    if (!before.isEmpty()) {
      install(node, Checkpoint.NONE, before.toArray(String[]::new));
    }
    return node;
  }

  private static Checkpoint killAt(String step) {
    return passed -> {
      if (passed.equals(step)) {
        throw new Killed(step);
      }
    };
  }

  @Test
  void aChangeThatKubeletRefuses() throws IOException {
    List<String> steps = new ArrayList<>();
    Map<String, String> before;
    try (FakeNode node = prepared(List.of("--log-level=info"))) {
      before = content(node);
      install(node, steps::add, "--log-level=REFUSED");
    }
    assertThat(steps)
        .containsSubsequence(
            "record the undoing",
            "take back /etc/kubernetes/credential-providers.yaml",
            "restart kubelet once more",
            "record the end");

    for (String step : steps) {
      try (FakeNode node = prepared(List.of("--log-level=info"))) {
        assertThatThrownBy(() -> install(node, killAt(step), "--log-level=REFUSED"))
            .isInstanceOf(Killed.class);

        PassReport next = install(node, Checkpoint.NONE, "--log-level=REFUSED");

        assertThat(next.outcome()).as(step).isIn(Outcome.ROLLED_BACK, Outcome.FAILED_BEFORE);
        assertThat(content(node)).as(step).isEqualTo(before);
        assertThat(node.runningWith()).as(step).contains(node.read(FakeNode.CONFIG));
        int restarts = node.restarts();
        assertThat(install(node, Checkpoint.NONE, "--log-level=REFUSED").outcome())
            .isEqualTo(Outcome.FAILED_BEFORE);
        assertThat(node.restarts()).as(step).isEqualTo(restarts);
      }
    }
  }

  @Test
  void anUninstallation() throws IOException {
    Map<String, String> before;
    List<String> steps = new ArrayList<>();
    try (FakeNode node = node()) {
      before = node.disk();
      install(node, Checkpoint.NONE);
      node.uninstall(steps::add);
      assertThat(node.disk()).isEqualTo(before);
    }
    for (String step : steps) {
      try (FakeNode node = node()) {
        install(node, Checkpoint.NONE);
        assertThatThrownBy(() -> node.uninstall(killAt(step))).isInstanceOf(Killed.class);

        node.uninstall();

        assertThat(node.disk()).as(step).isEqualTo(before);
        assertThat(node.runningWith()).as(step).contains(FakeNode.STOCK);
      }
    }
    assertThat(steps).contains("put /opt/plugins/podpass", "await kubelet");
  }

  /** All but podpass's own memory, which holds times. */
  private static Map<String, String> content(FakeNode node) throws IOException {
    Map<String, String> disk = node.disk();
    disk.keySet().removeIf(path -> path.startsWith("var/lib/podpass/"));
    return disk;
  }
}
