// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.install.PassReport.Outcome;
import dev.podpass.admin.install.Planner.Plan;
import dev.podpass.admin.journal.Content;
import dev.podpass.admin.journal.EditedConfig;
import dev.podpass.admin.journal.Installed;
import dev.podpass.admin.journal.NodeState;
import dev.podpass.admin.journal.NodeState.ReadConfig;
import dev.podpass.admin.journal.OwnedFile;
import dev.podpass.admin.journal.Snapshot;
import dev.podpass.admin.journal.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One pass that brings a node to its desired state, if it is not there yet. */
final class InstallPass {
  private final NodePass pass;
  private final Node node;
  private final InstallRequest request;

  InstallPass(Node node, InstallRequest request) {
    this.node = node;
    this.request = request;
    this.pass = new NodePass(node, request.restart());
  }

  PassReport run() throws IOException {
    NodeState state = pass.recovered();
    pass.requireNoDoubt();
    ConfigJudgement.requireTokens(pass.inspection(), request.document().version());
    Optional<Installed> before = state.installed();
    NodeLayout layout = LayoutSearch.of(node.files(), pass.inspection(), request, before);
    layout.requireSameLife(node.files());
    Path file = node.writer().place(layout.config());
    Optional<String> now = pass.text(file);
    DesiredState desired = desired(layout, before, now);
    ConfigJudgement.require(desired.request(), node, layout, desired.text());

    Optional<Step> configStep = desired.configStep(now);
    Plan plan = plan(before, desired, configStep);
    RestartDecision restart =
        RestartDecision.of(
            state,
            node,
            pass.service,
            request.restart(),
            file,
            configStep.isEmpty(),
            desired.values());
    Installed target = desired.manifest(plan.owned(), now());
    if (plan.steps().isEmpty() && (!restart.needed() || restart.method().isEmpty())) {
      keepOriginal(file, now, desired.config());
      return unchanged(state, target, restart);
    }
    String result = desired.result();
    RetryDecision retry = RetryDecision.of(state, target, result, now());
    if (retry.refusal().isPresent()) {
      return retry.refusal().get();
    }
    keepOriginal(file, now, desired.config());
    return pass.make(
        retry.noted(state, now()),
        plan,
        Optional.of(target),
        restart,
        result,
        Map.of(
            desired.program(),
            new Content.Program(request.executable()),
            layout.config(),
            new Content.Text(desired.text())),
        step -> tryProgram(step, desired.program()));
  }

  private DesiredState desired(NodeLayout layout, Optional<Installed> before, Optional<String> now)
      throws IOException {
    Optional<EditedConfig> edited =
        before.map(Installed::config).filter(it -> it.path().equals(layout.config()));
    ConfigJudgement.requireFree(layout, now, edited);
    Optional<String> kept =
        edited.isPresent() ? pass.kept(edited.get().original()) : Optional.empty();
    FoundConfig found = FoundConfig.of(now, edited, kept);
    InstallRequest completed = request.forConfig(found.original());
    return new DesiredState(
        completed,
        layout,
        request.source(before),
        ConfigChange.install(found, completed.document(), request.placement()));
  }

  private Plan plan(Optional<Installed> before, DesiredState desired, Optional<Step> config)
      throws IOException {
    Map<String, OwnedFile> owned = before.map(Installed::files).orElse(Map.of());
    Map<String, Snapshot> wanted = desired.files();
    Set<String> cutOff = new HashSet<>();
    for (String path : owned.keySet()) {
      if (wanted.get(path) instanceof Snapshot.Regular
          && desired.source().is().equals(owned.get(path).is())
          && node.writer().isCutOff(path, request.executable())) {
        cutOff.add(path);
      }
    }
    return new Planner(owned, pass.found(owned, wanted.keySet()), cutOff).plan(wanted, config);
  }

  /** The file itself if it is without podpass's entries: its time is part of it. */
  private void keepOriginal(Path file, Optional<String> now, ConfigChange config)
      throws IOException {
    if (now.isPresent() && config.original().isPresent()) {
      if (now.equals(config.original())
          && Snapshot.ofText(now) instanceof Snapshot.Regular original) {
        node.store().keep(file, original);
      } else {
        node.store().keep(file, config.original().get());
      }
    }
  }

  /** No file is written, but what has become known of the node is noted. */
  private PassReport unchanged(NodeState state, Installed target, RestartDecision restart)
      throws IOException {
    Instant since = state.installed().map(Installed::at).orElse(target.at());
    NodeState known = state.with(node.writer().stamped(target).at(since));
    if (!restart.needed() && restart.kubelet().isPresent()) {
      known = known.reading(new ReadConfig(restart.kubelet().get().toString(), target.values()));
    }
    if (!known.equals(state)) {
      node.store().save(known);
    }
    return restart.needed()
        ? PassReport.of(now(), Outcome.RESTART_PENDING, "restart kubelet to use the configuration")
        : PassReport.of(now(), Outcome.UNCHANGED, "nothing had to be changed");
  }

  private Instant now() {
    return node.clock().instant();
  }

  /** Before kubelet's configuration names it. A node that does not run cannot be tried on. */
  private void tryProgram(Step made, String program) {
    if (made.path().equals(program) && node.files().isThere("/proc/1")) {
      ProgramTrial.of(node, program);
    }
  }
}
