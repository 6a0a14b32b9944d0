// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.install.PassReport.Outcome;
import dev.podpass.admin.install.Planner.Plan;
import dev.podpass.admin.journal.Content;
import dev.podpass.admin.journal.Installed;
import dev.podpass.admin.journal.NodeState;
import dev.podpass.admin.journal.Snapshot;
import dev.podpass.admin.journal.Step;
import dev.podpass.admin.kubelet.RestartPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One pass that takes everything away again that podpass put on a node. */
final class UninstallPass {
  /** Stands for the values of a kubelet that reads none of podpass's. */
  private static final String NOTHING = "";

  private final NodePass pass;
  private final Node node;
  private final RestartPolicy policy;

  UninstallPass(Node node, RestartPolicy policy) {
    this.node = node;
    this.policy = policy;
    this.pass = new NodePass(node, policy);
  }

  PassReport run() throws IOException {
    NodeState state = pass.recovered();
    if (state.installed().isEmpty()) {
      node.store().remove();
      return PassReport.of(
          node.clock().instant(), Outcome.UNCHANGED, "podpass has put nothing on this node");
    }
    pass.requireNoDoubt();
    Installed installed = state.installed().get();
    String config = installed.config().path();
    Path file = node.writer().place(config);
    Optional<String> now = pass.text(file);
    ConfigChange change =
        ConfigChange.uninstall(
            FoundConfig.of(
                now, Optional.of(installed.config()), pass.kept(installed.config().original())));
    Snapshot wanted = Snapshot.ofText(change.text());
    Optional<Step> step = Step.between(config, Snapshot.ofText(now), wanted);
    Plan plan =
        new Planner(installed.files(), pass.found(installed.files(), Set.of()), Set.of())
            .plan(Map.of(), step);
    RestartDecision restart =
        RestartDecision.of(state, node, pass.service, policy, file, step.isEmpty(), NOTHING);
    Content content =
        wanted.equals(installed.config().original())
            ? new Content.Kept()
            : new Content.Text(change.text().orElse(""));
    return pass.make(
        state,
        plan,
        Optional.empty(),
        restart,
        NodePass.result(Map.of(), config, wanted),
        Map.of(config, content),
        _ -> {});
  }
}
