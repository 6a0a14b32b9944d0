// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.admin.install.PassReport.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process is ended after each action of a pass; the next pass goes on from what is there. */
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
    PassReport on(FakeNode node, Consumer<Object> checkpoint) throws IOException;
  }

  private FakeNode node() throws IOException {
    nodes++;
    return new FakeNode(Files.createDirectory(folder.resolve("node-" + nodes)));
  }

  private static PassReport install(FakeNode node, Consumer<Object> checkpoint, String... args) {
    return node.install(Clock.systemUTC(), checkpoint, args);
  }

  @Test
  void anInstallation() throws IOException {
    List<Object> actions =
        killedAfterEach((node, point) -> install(node, point), List.of(), Outcome.UNCHANGED);

    assertThat(actions)
        .extracting(action -> action.getClass().getSimpleName())
        .containsExactly(
            "AskHealth",
            "Keep",
            "Save",
            "PutProgram",
            "PutLink",
            "WriteConfig",
            "Save",
            "Restart",
            "Await",
            "Save");
  }

  @Test
  void newValues() throws IOException {
    List<Object> actions =
        killedAfterEach(
            (node, point) -> install(node, point, "--log-level=debug"),
            List.of("--log-level=info"),
            Outcome.UNCHANGED);

    assertThat(actions).hasSize(8);
  }

  /** After each, what is there and what kubelet runs with is one of the two, and both agree. */
  private List<Object> killedAfterEach(Act act, List<String> before, Outcome last)
      throws IOException {
    List<Object> actions = new ArrayList<>();
    Map<String, String> done;
    try (FakeNode whole = prepared(before)) {
      act.on(whole, actions::add);
      done = content(whole);
    }
    for (int i = 0; i < actions.size(); i++) {
      String moment = "killed after " + actions.get(i).getClass().getSimpleName() + " " + i;
      Consumer<Object> kill = killAt(i);
      try (FakeNode node = prepared(before)) {
        assertThatThrownBy(() -> act.on(node, kill)).as(moment).isInstanceOf(Killed.class);
        assertThat(node.runningWith()).as(moment).isPresent();

        PassReport next = act.on(node, FakeNode.NOWHERE);

        assertThat(next.outcome()).as(moment).isIn(Outcome.CHANGED, Outcome.UNCHANGED);
        assertThat(content(node)).as(moment).isEqualTo(done);
        assertThat(node.runningWith()).as(moment).contains(node.read(FakeNode.CONFIG));
        assertThat(act.on(node, FakeNode.NOWHERE).outcome()).as(moment).isEqualTo(last);
        assertThat(node.restarts()).as(moment).isEqualTo(before.isEmpty() ? 1 : 2);
      }
    }
    return actions;
  }

  private FakeNode prepared(List<String> before) throws IOException {
    FakeNode node = node();
    if (!before.isEmpty()) {
      install(node, FakeNode.NOWHERE, before.toArray(String[]::new));
    }
    return node;
  }

  private static Consumer<Object> killAt(int index) {
    int[] passed = {0};
    return action -> {
      if (passed[0]++ == index) {
        throw new Killed(action.toString());
      }
    };
  }

  @Test
  void aChangeThatKubeletRefuses() throws IOException {
    List<Object> actions = new ArrayList<>();
    Map<String, String> before;
    try (FakeNode node = prepared(List.of("--log-level=info"))) {
      before = content(node);
      install(node, actions::add, "--log-level=REFUSED");
    }
    assertThat(actions)
        .extracting(action -> action.getClass().getSimpleName())
        .endsWith("Await", "Save", "WriteConfig", "Restart", "Await", "Save");

    // The first Await is the one that fails, after which nothing is recorded yet.
    for (int i = 0; i < actions.size(); i++) {
      String moment = "killed after " + actions.get(i).getClass().getSimpleName() + " " + i;
      Consumer<Object> kill = killAt(i);
      try (FakeNode node = prepared(List.of("--log-level=info"))) {
        assertThatThrownBy(() -> install(node, kill, "--log-level=REFUSED"))
            .as(moment)
            .isInstanceOf(Killed.class);

        PassReport next = install(node, FakeNode.NOWHERE, "--log-level=REFUSED");

        assertThat(next.message()).as(moment).contains("is healthy with them");
        assertThat(next.outcome()).as(moment).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(content(node)).as(moment).isEqualTo(before);
        assertThat(node.runningWith()).as(moment).contains(node.read(FakeNode.CONFIG));
        int restarts = node.restarts();
        assertThat(node.reconcile(Clock.systemUTC(), "--log-level=REFUSED").outcome())
            .as(moment)
            .isEqualTo(Outcome.FAILED_BEFORE);
        assertThat(node.restarts()).as(moment).isEqualTo(restarts);
      }
    }
  }

  @Test
  void anUninstallation() throws IOException {
    Map<String, String> before;
    List<Object> actions = new ArrayList<>();
    try (FakeNode node = node()) {
      before = node.disk();
      install(node, FakeNode.NOWHERE);
      node.uninstall(actions::add);
      assertThat(node.disk()).isEqualTo(before);
    }
    for (int i = 0; i < actions.size(); i++) {
      String moment = "killed after " + actions.get(i).getClass().getSimpleName() + " " + i;
      Consumer<Object> kill = killAt(i);
      try (FakeNode node = node()) {
        install(node, FakeNode.NOWHERE);
        assertThatThrownBy(() -> node.uninstall(kill)).as(moment).isInstanceOf(Killed.class);

        node.uninstall();

        assertThat(node.disk()).as(moment).isEqualTo(before);
        assertThat(node.runningWith()).as(moment).contains(FakeNode.STOCK);
      }
    }
    assertThat(actions)
        .extracting(action -> action.getClass().getSimpleName())
        .containsExactly(
            "AskHealth",
            "Save",
            "WriteConfig",
            "Save",
            "Restart",
            "Await",
            "Remove",
            "Remove",
            "Forget");
  }

  /** All but podpass's own memory, which holds times. */
  private static Map<String, String> content(FakeNode node) throws IOException {
    Map<String, String> disk = node.disk();
    disk.keySet().removeIf(path -> path.startsWith("var/lib/podpass/"));
    return disk;
  }
}
