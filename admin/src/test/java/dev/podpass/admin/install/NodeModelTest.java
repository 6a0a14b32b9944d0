// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.admin.install.PassReport.Outcome;
import dev.podpass.admin.kubeletconfig.ConfigRemoval;
import dev.podpass.admin.state.NodeState;
import dev.podpass.admin.state.OwnedFile;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.testkit.SampledRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * All that can happen to a node, to a depth: passes that are killed after any action, another agent
 * that writes kubelet's file, a kubelet that restarts by itself, files, state and copies that
 * vanish or are damaged, each at any moment. It runs the plans of the product.
 */
class NodeModelTest {
  private static final String OTHER =
      FakeNode.STOCK.replace("gcr.io", "quay.io").replace("# the node's own", "# another");
  private static final NodeLayout LAYOUT =
      new NodeLayout(FakeNode.CONFIG, Optional.empty(), FakeNode.BIN, List.of());
  private static final Map<String, Plan> PLANS = new LinkedHashMap<>();
  private static final Map<String, Consumer<ModelNode>> DISTURBANCES = new LinkedHashMap<>();

  @TempDir private static Path folder;

  /**
   * A node, the pass that is under way, and what may still happen.
   *
   * @param untouched whether passes alone have changed podpass's files
   */
  private record Moment(
      ModelNode node, Optional<Run> run, int disturbances, int passes, boolean untouched) {}

  private record Run(String plan, Progress progress) {}

  @BeforeAll
  static void plan() throws IOException {
    try (FakeNode fake = new FakeNode(folder)) {
      PLANS.put("install", plan(fake, "--log-level=info"));
      PLANS.put("change", plan(fake, "--log-level=debug"));
      PLANS.put("refused", plan(fake, "--log-level=REFUSED"));
      PLANS.put("uninstall", new RemovalPlan(true));
    }
    DISTURBANCES.put("agent writes its own text", node -> write(node, FakeNode.STOCK));
    DISTURBANCES.put("agent writes another text", node -> write(node, OTHER));
    DISTURBANCES.put(
        "agent edits the text",
        node -> {
          node.config = node.config.map(text -> text + "# edited\n");
          node.platform = node.platform + "# edited\n";
        });
    DISTURBANCES.put("kubelet restarts by itself", ModelNode::start);
    DISTURBANCES.put("program vanishes", node -> node.files.remove(ModelNode.PROGRAM));
    DISTURBANCES.put(
        "program is replaced",
        node -> node.files.computeIfPresent(ModelNode.PROGRAM, (_, _) -> ModelNode.FOREIGN));
    DISTURBANCES.put("link vanishes", node -> node.files.remove(ModelNode.LINK));
    DISTURBANCES.put("state is lost", NodeModelTest::lose);
    DISTURBANCES.put("copies are lost", node -> node.copies.clear());
  }

  private static Plan plan(FakeNode fake, String option) {
    return new InstallPlan(
        fake.request(FakeNode.restart(), option),
        LAYOUT,
        OwnedFile.of(ModelNode.NEW),
        Optional.empty(),
        _ -> {});
  }

  private static void write(ModelNode node, String text) {
    node.config = Optional.of(text);
    node.platform = text;
  }

  /** The product recognises what it finds; here that is all that its entry needs. */
  private static void lose(ModelNode node) {
    node.state = NodeState.NEW;
    node.lost = true;
  }

  @Test
  void everyStateIsLeftByOnePassOrTwo() throws IOException {
    int limit = Integer.getInteger("model.disturbances", 1);
    int passes = SampledRows.step() == 1 ? 2 : 1;
    Deque<Moment> open = new ArrayDeque<>();
    Map<Moment, String> seen = new HashMap<>();
    Moment start = new Moment(new ModelNode(FakeNode.STOCK), Optional.empty(), limit, passes, true);
    open.add(start);
    seen.put(start, "start");
    Set<ModelNode> recovered = new HashSet<>();
    while (!open.isEmpty()) {
      Moment moment = open.poll();
      String history = seen.getOrDefault(moment, "");
      if (recovered.add(moment.node())) {
        recovers(moment.node(), history);
      }
      for (var next : next(moment).entrySet()) {
        if (!seen.containsKey(next.getValue())) {
          seen.put(next.getValue(), history + "\n" + next.getKey());
          open.add(next.getValue());
        }
      }
    }
    System.out.println(
        "model: %d moments, %d nodes, from each of which %d plans were run"
            .formatted(seen.size(), recovered.size(), PLANS.size()));
    assertThat(recovered).as("nothing was explored").hasSizeGreaterThan(150);
  }

  private static Map<String, Moment> next(Moment moment) throws IOException {
    Map<String, Moment> next = new LinkedHashMap<>();
    if (moment.run().isPresent()) {
      Run run = moment.run().get();
      ModelNode node = new ModelNode(moment.node());
      node.remembered = process -> run.progress().first().process().equals(process);
      List<String> made = new ArrayList<>();
      Optional<Run> after = step(node, run, moment, next, made);
      if (after.isPresent()) {
        next.put(
            run.plan() + " " + made.getFirst(),
            with(moment, node, after, moment.disturbances(), moment.passes()));
      }
      if (moment.disturbances() > 0) {
        next.put(
            "kill",
            with(
                moment,
                moment.node(),
                Optional.empty(),
                moment.disturbances() - 1,
                moment.passes()));
      }
    } else if (moment.passes() > 0) {
      Progress first = Progress.at(moment.node().look());
      PLANS
          .keySet()
          .forEach(plan ->
              next.put(
                  "pass " + plan,
                  with(
                      moment,
                      moment.node(),
                      Optional.of(new Run(plan, first)),
                      moment.disturbances(),
                      moment.passes() - 1)));
    }
    if (moment.disturbances() > 0) {
      DISTURBANCES.forEach((name, act) -> {
        ModelNode node = new ModelNode(moment.node());
        moment
            .run()
            .ifPresent(run ->
                node.remembered = process -> run.progress().first().process().equals(process));
        act.accept(node);
        next.put(
            name,
            new Moment(
                node,
                moment.run(),
                moment.disturbances() - 1,
                moment.passes(),
                moment.untouched() && node.files.equals(moment.node().files)));
      });
    }
    return next;
  }

  private static Plan planOf(String name) {
    return Objects.requireNonNull(PLANS.get(name));
  }

  private static Moment with(
      Moment moment, ModelNode node, Optional<Run> run, int disturbances, int passes) {
    return new Moment(node, run, disturbances, passes, moment.untouched());
  }

  /** One action of a pass, after which the invariants hold. */
  private static Optional<Run> step(
      ModelNode node, Run run, Moment moment, Map<String, Moment> ended, List<String> made)
      throws IOException {
    Action action;
    try {
      action = planOf(run.plan()).next(node.look(), run.progress());
    } catch (CredentialException e) {
      ended.put(
          "refused: " + e.text(),
          with(moment, node, Optional.empty(), moment.disturbances(), moment.passes()));
      return Optional.empty();
    }
    if (action instanceof Action.Done) {
      ended.put(
          "end of " + run.plan(),
          with(moment, node, Optional.empty(), moment.disturbances(), moment.passes()));
      return Optional.empty();
    }
    made.add(action.getClass().getSimpleName());
    boolean complete = !node.names() || node.isComplete();
    Progress after = run.progress().after(action, node.perform(action));
    // I1: what kubelet's file names is there.
    assertThat(!complete || !node.names() || node.isComplete())
        .as("I1 after %s%n%s", action, node)
        .isTrue();
    // I2: kubelet's file is the platform's text, with or without podpass's entries.
    assertThat(ConfigRemoval.of(node.config.orElseThrow(), ModelNode.OURS))
        .as("I2 after %s%n%s", action, node)
        .contains(node.platform);
    return Optional.of(new Run(run.plan(), after));
  }

  /** I3: from any state, a pass without faults or two bring the node to what is wanted. */
  private static void recovers(ModelNode from, String history) throws IOException {
    for (String plan : PLANS.keySet()) {
      ModelNode node = new ModelNode(from);
      boolean unknown = node.lost && node.kubelet == 0;
      if (unknown && plan.equals("refused")) {
        continue; // Whether kubelet ran before is not known any more.
      }
      List<String> account = new ArrayList<>();
      Outcome outcome = pass(node, plan, account);
      if (unknown) {
        node.start(); // By its supervisor.
      }
      if (!isReached(node, plan) || outcome == Outcome.BACKING_OFF) {
        outcome = pass(node, plan, account);
      }
      assertThat(isReached(node, plan))
          .as(
              "I3 by %s, %s%n%s%nafter: %s%n%s%nbegan with: %s",
              plan, outcome, account, history, node, from)
          .isTrue();
    }
  }

  private static Outcome pass(ModelNode node, String plan, List<String> account)
      throws IOException {
    try {
      Pass pass = new Pass(node, planOf(plan), FakeNode.CONFIG);
      PassReport report = pass.run();
      account.add(report.outcome() + " " + report.message());
      return report.outcome();
    } catch (CredentialException e) {
      account.add(e.text());
      return Outcome.REFUSED;
    }
  }

  private static boolean isReached(ModelNode node, String plan) {
    String text = node.config.orElse("");
    if (!node.names() && ModelNode.FOREIGN.equals(node.files.get(ModelNode.PROGRAM))) {
      // Another program has the name: a person must decide, and kubelet does not run it.
      return node.kubelet != 0 && text.equals(node.platform);
    }
    boolean whole =
        node.kubelet != 0
            && ConfigRemoval.of(text, ModelNode.OURS).equals(Optional.of(node.platform));
    boolean installed = node.names() && node.isComplete();
    return whole
        && switch (plan) {
          case "install" -> installed && text.contains("=info") && node.read.contains("=info");
          case "change" -> installed && text.contains("=debug") && node.read.contains("=debug");
          case "refused" -> !(text + node.read).contains("REFUSED") && (installed || !node.names());
          default ->
              text.equals(node.platform)
                  && !ConfigRemoval.hasAny(node.read, ModelNode.OURS)
                  && node.remembersNothing()
                  && !node.files.containsKey(ModelNode.LINK)
                  // A program without a link or an entry may be another's.
                  && (node.lost || !ModelNode.NEW.equals(node.files.get(ModelNode.PROGRAM)));
        };
  }
}
