// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.admin.install.StateDirectory.Copy;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.testkit.SampledRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * All that can happen to a node, until no new state is found: passes that are killed before any
 * change, another agent that writes kubelet's file or puts a former text back, a kubelet that
 * restarts by itself, commands that fail, files and memory that vanish, each before any change of a
 * pass. It runs the passes of the product. By default a path has one such disturbance and a pass or
 * two; {@code -Dmodel.disturbances=2 -Dmodel.passes=99} finds all states with two.
 */
class NodeModelTest {
  private static final String OTHER =
      ModelNode.STOCK.replace("gcr.io", "quay.io").replace("# the node's own", "# another");
  private static final Map<String, Optional<InstallRequest>> COMMANDS = new LinkedHashMap<>();

  private static final String SOON = ", soon by a reconciler";
  private static final String NO_RESTART = ", not restarted";

  /** These, and passes that may leave the node as it is. */
  private static final Map<String, Optional<InstallRequest>> ALL = new LinkedHashMap<>();

  private static final Set<Outcome> HELD =
      EnumSet.of(Outcome.FAILED_BEFORE, Outcome.BACKING_OFF, Outcome.RESTART_PENDING);
  private static final Set<Outcome> OUTCOMES = EnumSet.noneOf(Outcome.class);
  private static final Map<String, Consumer<ModelNode>> DISTURBANCES = new LinkedHashMap<>();

  @TempDir private static Path folder;

  /** The process ends, as far as a test can: nothing catches it. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  private record Moment(ModelNode node, int disturbances, int passes) {}

  @BeforeAll
  static void prepare() throws IOException {
    Path executable = Files.writeString(folder.resolve("podpass"), "");
    for (String level : List.of("info", "debug", "REFUSED")) {
      COMMANDS.put(level, request(executable, level, true));
    }
    COMMANDS.put("uninstall", Optional.empty());
    ALL.putAll(COMMANDS);
    for (String level : List.of("info", "REFUSED")) {
      ALL.put(level + SOON, request(executable, level, false));
    }
    ALL.put("info" + NO_RESTART, request(executable, "info", true));
    ALL.put("uninstall" + NO_RESTART, Optional.empty());
    DISTURBANCES.put(
        "kill",
        _ -> {
          throw new Killed();
        });
    DISTURBANCES.put("agent writes its own text", node -> write(node, ModelNode.STOCK));
    DISTURBANCES.put(
        "agent writes its own text for the third time",
        node -> {
          write(node, ModelNode.STOCK);
          for (int i = 0; i < 3; i++) {
            node.note = node.note.writing(node.note.entries(), node.boot(), ModelNode.NOW);
          }
        });
    DISTURBANCES.put("agent writes another text", node -> write(node, OTHER));
    DISTURBANCES.put("agent edits the text", ModelNode::edit);
    DISTURBANCES.put("agent puts its former text back", ModelNode::revert);
    DISTURBANCES.put("kubelet restarts by itself", ModelNode::start);
    DISTURBANCES.put("program vanishes", node -> node.files.remove("podpass"));
    DISTURBANCES.put(
        "program is replaced",
        node -> node.files.computeIfPresent("podpass", (_, _) -> ModelNode.FOREIGN));
    DISTURBANCES.put("link vanishes", node -> node.files.remove("podpass-echo"));
    for (Copy copy : Copy.values()) {
      DISTURBANCES.put(copy + " is lost", node -> node.lost |= node.copies.remove(copy) != null);
    }
    DISTURBANCES.put("the note is lost", node -> lose(node));
    DISTURBANCES.put(
        "all memory is lost",
        node -> {
          lose(node);
          node.copies.clear();
        });
    DISTURBANCES.put("a restart is made and denied", node -> node.next = ModelNode.Restart.DENIED);
    DISTURBANCES.put("a restart is not made", node -> node.next = ModelNode.Restart.NOT_MADE);
  }

  private static Optional<InstallRequest> request(Path executable, String level, boolean insists) {
    return Optional.of(ModelNode.request(executable, "--log-level=" + level, insists));
  }

  private static void write(ModelNode node, String text) {
    node.config = Optional.of(text);
    node.platform = text;
  }

  private static void lose(ModelNode node) {
    node.lost |= !node.note.equals(Note.NONE);
    node.note = Note.NONE;
  }

  @Test
  void everyStateIsLeftByOnePassOrTwo() throws IOException {
    int limit = Integer.getInteger("model.disturbances", 1);
    int passes = Integer.getInteger("model.passes", SampledRows.step() == 1 ? 2 : 1);
    Deque<Moment> open = new ArrayDeque<>();
    Map<Moment, String> seen = new HashMap<>();
    Moment start = new Moment(new ModelNode(ModelNode.STOCK), limit, passes);
    open.add(start);
    seen.put(start, "");
    Set<ModelNode> recovered = new HashSet<>();
    int runs = 0;
    while (!open.isEmpty()) {
      Moment moment = open.poll();
      String history = seen.getOrDefault(moment, "");
      if (recovered.add(moment.node())) {
        recovers(moment.node(), history);
      }
      for (var next : next(moment).entrySet()) {
        runs++;
        if (seen.putIfAbsent(next.getValue(), history + "\n" + next.getKey()) == null) {
          open.add(next.getValue());
        }
      }
    }
    System.out.println(
        "model: %d moments, %d nodes, %d passes, from each of which %d commands were run"
            .formatted(seen.size(), recovered.size(), runs, COMMANDS.size()));
    assertThat(passes == 1 || OUTCOMES.containsAll(HELD)).as("%s", OUTCOMES).isTrue();
    assertThat(recovered.size()).as("explored").isGreaterThan(80);
  }

  /** Before each change of a removal that is put back, because kubelet was not restarted. */
  @Test
  void keepsWhatAnotherProgramWritesWhileARemovalIsPutBack() throws IOException {
    ModelNode installed = new ModelNode(ModelNode.STOCK);
    var _ = pass(installed, "info", -1, _ -> {});
    int changes = 1;
    for (int at = 0; at < changes; at++) {
      ModelNode node = new ModelNode(installed);
      node.next = ModelNode.Restart.NOT_MADE;
      changes = pass(node, "uninstall", at, it -> write(it, OTHER));
    }
    assertThat(changes).isGreaterThan(4);
  }

  /** Before each change of a removal: podpass's entries come back while its program goes. */
  @Test
  void removesNoProgramThatATextNamesAgain() throws IOException {
    ModelNode installed = new ModelNode(ModelNode.STOCK);
    var _ = pass(installed, "info", -1, _ -> {});
    installed.edit();
    int changes = pass(new ModelNode(installed), "uninstall", -1, _ -> {});
    for (int at = 0; at < changes; at++) {
      ModelNode node = new ModelNode(installed);
      var _ = pass(node, "uninstall", at, ModelNode::revert);
      recovers(node, "put back before change " + at);
    }
    assertThat(changes).isGreaterThan(8);
  }

  /** Before each change of an installation that kubelet refuses, and of the way back. */
  @Test
  void goesBackToWhatWorkedAfterARollbackThatWasKilled() throws IOException {
    ModelNode installed = new ModelNode(ModelNode.STOCK);
    var _ = pass(installed, "info", -1, _ -> {});
    int changes = 1;
    for (int at = 0; at <= changes; at++) {
      ModelNode node = new ModelNode(installed);
      changes = pass(node, "REFUSED", at, DISTURBANCES.getOrDefault("kill", _ -> {}));
      recovers(node, "killed before change " + at);
    }
    assertThat(changes).isGreaterThan(8);
  }

  /** Status judges kubelet's file by what is remembered of it. */
  @Test
  void remembersNoTextThatAKilledPassDidNotWrite() throws IOException {
    ModelNode installed = new ModelNode(ModelNode.STOCK);
    var _ = pass(installed, "info", -1, _ -> {});
    for (String command : List.of("debug", "REFUSED", "uninstall")) {
      int changes = 1;
      for (int at = 0; at <= changes; at++) {
        ModelNode node = new ModelNode(installed);
        changes = pass(node, command, at, DISTURBANCES.getOrDefault("kill", _ -> {}));
        var _ = pass(node, "info", -1, _ -> {});
        assertThat(node.note.entries())
            .as("%s, killed before change %d: %s", command, at, node)
            .isEqualTo(ConfigSnapshot.of(node).values());
        assertThat(node.note.written())
            .as("%s, killed before change %d", command, at)
            .hasValueSatisfying(it -> assertThat(it.isProven()).isTrue());
      }
    }
  }

  private static Map<String, Moment> next(Moment moment) throws IOException {
    Map<String, Moment> next = new LinkedHashMap<>();
    if (moment.passes() == 0) {
      return next;
    }
    for (String command : ALL.keySet()) {
      ModelNode node = new ModelNode(moment.node());
      int changes = pass(node, command, -1, _ -> {});
      next.put(command, new Moment(node, moment.disturbances(), moment.passes() - 1));
      if (moment.disturbances() == 0) {
        continue;
      }
      for (var disturbance : DISTURBANCES.entrySet()) {
        for (int at = 0; at < changes; at++) {
          ModelNode disturbed = new ModelNode(moment.node());
          pass(disturbed, command, at, disturbance.getValue());
          next.put(
              command + ", before change " + at + " " + disturbance.getKey(),
              new Moment(disturbed, moment.disturbances() - 1, moment.passes() - 1));
        }
      }
    }
    return next;
  }

  /** A pass that is disturbed before a change; returns how many changes it made. */
  private static int pass(ModelNode node, String command, int at, Consumer<ModelNode> disturbance)
      throws IOException {
    int[] changes = {0};
    boolean[] untouched = {!node.names() || node.isComplete()};
    node.before =
        () -> {
          check(node, untouched[0]);
          if (changes[0]++ == at) {
            Map<String, String> files = Map.copyOf(node.files);
            disturbance.accept(node);
            untouched[0] &= files.equals(node.files) && (!node.names() || node.isComplete());
          }
        };
    try {
      var _ = run(node, command);
      check(node, untouched[0]);
    } catch (Killed _) {
      // The next pass goes on.
    }
    node.before = () -> {};
    if (node.process == 0 && command.endsWith(NO_RESTART)) {
      node.start(); // By its operator.
    }
    node.old = node.process;
    return changes[0];
  }

  private static void check(ModelNode node, boolean untouched) {
    assertThat(!untouched || !node.names() || node.isComplete())
        .as("I1: what kubelet's file names is there: %s", node)
        .isTrue();
    assertThat(node.withoutOurs())
        .as("I2: kubelet's file is the platform's, with or without podpass's entries: %s", node)
        .contains(node.platform);
  }

  private static Outcome run(ModelNode node, String command) throws IOException {
    node.soon = command.endsWith(SOON);
    node.policy = command.endsWith(NO_RESTART) ? ModelNode.NO_RESTART : ModelNode.RESTART;
    Pass pass = new Pass(node, node, _ -> {}, new ArrayList<>());
    Optional<InstallRequest> request = ALL.getOrDefault(command, Optional.empty());
    try {
      Outcome outcome =
          request.isPresent()
              ? pass.install(request.get(), List.of(), false).orElseThrow().outcome()
              : pass.uninstall().outcome();
      OUTCOMES.add(outcome);
      return outcome;
    } catch (CredentialException _) {
      return Outcome.REFUSED;
    }
  }

  /** I3: from any state, a pass without faults or two bring the node to what is wanted. */
  private static void recovers(ModelNode from, String history) throws IOException {
    for (String command : COMMANDS.keySet()) {
      ModelNode node = new ModelNode(from);
      node.next = ModelNode.Restart.GOOD;
      // Neither whether kubelet ran before nor its unit is known any more.
      boolean unknown = node.process == 0 && (node.lost || node.note.written().isEmpty());
      if (unknown && command.equals("REFUSED")) {
        continue;
      }
      List<String> report = new ArrayList<>();
      report.add(run(node, command).toString());
      if (unknown) {
        node.start(); // By its supervisor.
      }
      node.old = node.process;
      if (!isReached(from, node, command)) {
        report.add(run(node, command).toString());
      }
      assertThat(isReached(from, node, command))
          .as("I3 by %s, %s%n%s%nafter: %s%n%nbegan with: %s", command, report, history, node, from)
          .isTrue();
      assertThat(node.restarts)
          .as("restarts by %s%n%s%nbegan with: %s", command, history, from)
          .isLessThanOrEqualTo(command.equals("REFUSED") ? 4 : 2);
    }
  }

  private static boolean isReached(ModelNode from, ModelNode node, String command) {
    String text = node.config.orElse("");
    if (!node.names() && ModelNode.FOREIGN.equals(node.files.get("podpass")) && node.lost) {
      // Another program may have the name: a person must decide, and kubelet does not run it.
      return node.process != 0 && text.equals(node.platform) && !node.hasRead();
    }
    boolean whole = node.process != 0 && node.withoutOurs().equals(Optional.of(node.platform));
    boolean installed = node.names() && node.isComplete();
    return whole
        && switch (command) {
          case "info", "debug" ->
              installed && text.contains("=" + command) && node.read.contains("=" + command);
          case "REFUSED" ->
              !(text + node.read).contains("REFUSED")
                  && (installed || (!node.names() && !from.isGood()));
          default ->
              text.equals(node.platform)
                  && !node.hasRead()
                  && (node.isClean()
                      // A program without a link or an entry may be another's.
                      || (node.lost && node.files.keySet().equals(Set.of("podpass"))));
        };
  }
}
