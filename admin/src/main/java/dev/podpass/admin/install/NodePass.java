// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.admin.install.PassReport.Outcome;
import dev.podpass.admin.install.Planner.Plan;
import dev.podpass.admin.journal.Change;
import dev.podpass.admin.journal.Change.Phase;
import dev.podpass.admin.journal.Content;
import dev.podpass.admin.journal.Installed;
import dev.podpass.admin.journal.NodeState;
import dev.podpass.admin.journal.OwnedFile;
import dev.podpass.admin.journal.Snapshot;
import dev.podpass.admin.journal.Step;
import dev.podpass.admin.journal.Transaction;
import dev.podpass.admin.kubelet.KubeletService;
import dev.podpass.admin.kubelet.ProcessIdentity;
import dev.podpass.admin.kubelet.RestartPolicy;
import dev.podpass.admin.node.KubeletProcesses;
import dev.podpass.admin.node.NodeInspection;
import dev.podpass.failure.CredentialException;
import dev.podpass.failure.Kind;
import dev.podpass.file.SafeFile;
import dev.podpass.file.Sha256;
import dev.podpass.spi.Sourced;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What installing and uninstalling have in common: a node that is looked at, and changed once. */
final class NodePass {
  private static final int MAX_CONFIG = 1 << 20;
  private static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(60);
  private static final int HEALTHZ_PORT = 10248;

  final Node node;
  final KubeletService service;
  final RestartPolicy policy;
  private final Transaction transaction;
  private @Nullable NodeInspection inspection;

  NodePass(Node node, RestartPolicy policy) {
    this.node = node;
    this.policy = policy;
    this.service = new KubeletService(node.files(), node.commands());
    this.transaction =
        new Transaction(
            node.writer(),
            service,
            policy instanceof RestartPolicy.Restart restart ? restart.patience() : DEFAULT_PATIENCE,
            node.clock(),
            node.checkpoint());
  }

  /** What kubelet runs with: after an interrupted change is over, which may have stopped it. */
  NodeInspection inspection() {
    if (inspection == null) {
      inspection = new NodeInspection(node.files());
    }
    return inspection;
  }

  private int healthzPort() {
    return inspection()
        .flags()
        .healthzPort()
        .map(Sourced::value)
        .filter(text -> text.matches("[0-9]{1,5}"))
        .map(Integer::parseInt)
        .orElse(HEALTHZ_PORT);
  }

  /** The state, after an interrupted change has been completed or undone. */
  NodeState recovered() throws IOException {
    NodeState state = node.store().load();
    if (state.change().isPresent()) {
      node.progress().accept("completing or undoing a change that was interrupted");
    }
    return transaction.recover(state);
  }

  /** A process that calls itself kubelet and cannot be trusted would not be restarted. */
  void requireNoDoubt() {
    KubeletProcesses processes = inspection().processes();
    if (policy instanceof RestartPolicy.Restart
        && processes.kubelet().isEmpty()
        && !processes.findings().isEmpty()) {
      var finding = processes.findings().getFirst();
      throw new CredentialException(
          Kind.CONFIGURATION,
          "kubelet was not found: " + finding.finding(),
          finding.todo().orElse("run this as root on the node"));
    }
  }

  /** The text of kubelet's configuration, if the file is there. */
  Optional<String> text(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    byte[] bytes = SafeFile.read(file, MAX_CONFIG);
    if (bytes.length > MAX_CONFIG) {
      throw new CredentialException(
          Kind.CONFIGURATION, file + " is larger than 1 MiB, so it is not changed");
    }
    return Optional.of(new String(bytes, UTF_8));
  }

  /** The text that was kept of it. */
  Optional<String> kept(Snapshot original) throws IOException {
    return original instanceof Snapshot.Regular regular
        ? text(node.store().kept(regular))
        : Optional.empty();
  }

  /** What is there now, of these paths and all that podpass has put there. */
  Map<String, Snapshot> found(Map<String, OwnedFile> owned, Set<String> more) throws IOException {
    Map<String, Snapshot> found = new LinkedHashMap<>();
    for (String path : owned.keySet()) {
      found.put(path, node.writer().now(path, Optional.ofNullable(owned.get(path))));
    }
    for (String path : more) {
      if (!found.containsKey(path)) {
        found.put(path, node.writer().now(path, Optional.empty()));
      }
    }
    return found;
  }

  /** Makes a change and reports its outcome. */
  PassReport make(
      NodeState state,
      Plan plan,
      Optional<Installed> target,
      RestartDecision restart,
      String result,
      Map<String, Content> contents,
      Transaction.Trial trial)
      throws IOException {
    restart
        .method()
        .ifPresent(_ -> node.progress().accept("changing files, then restarting kubelet"));
    NodeState after =
        transaction.make(
            state,
            new Change(
                Phase.APPLY,
                plan.steps(),
                target,
                restart.method(),
                restart.kubelet().map(ProcessIdentity::toString),
                healthzPort(),
                result,
                ""),
            contents,
            trial);
    boolean undone = after.failed().map(it -> it.result().equals(result)).orElse(false);
    int restarts = restart.method().isPresent() ? undone ? 2 : 1 : 0;
    return new PassReport(
        node.clock().instant(),
        undone
            ? Outcome.ROLLED_BACK
            : restart.needed() && restart.method().isEmpty()
                ? Outcome.RESTART_PENDING
                : Outcome.CHANGED,
        undone ? after.failed().get().reason() : message(restart),
        undone ? List.of() : lines(plan),
        restarts);
  }

  private static String message(RestartDecision restart) {
    if (restart.kubelet().isEmpty()) {
      return "kubelet is not running; it reads the configuration when it starts";
    }
    if (!restart.needed()) {
      return "kubelet did not have to be restarted";
    }
    return restart.method().isPresent()
        ? "kubelet was restarted and is healthy"
        : "restart kubelet to use it";
  }

  private static List<String> lines(Plan plan) {
    List<String> lines = new ArrayList<>();
    for (Step step : plan.steps()) {
      String verb =
          step.after().equals(Snapshot.ABSENT)
              ? "removed "
              : step.before().equals(Snapshot.ABSENT) ? "added " : "replaced ";
      lines.add(verb + step.path());
    }
    plan.left().forEach(path -> lines.add("left " + path + ": another program changed it"));
    return lines;
  }

  /** A digest by which a change that failed is known again. */
  static String result(Map<String, Snapshot> wanted, String config, Snapshot text) {
    return Sha256.of(wanted + "\n" + config + "\n" + text);
  }
}
