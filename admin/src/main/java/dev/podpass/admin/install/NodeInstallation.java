// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.install.PassReport.Outcome;
import dev.podpass.admin.kubelet.HealthEndpoint;
import dev.podpass.admin.kubelet.KubeletService;
import dev.podpass.admin.kubelet.RestartPolicy;
import dev.podpass.admin.node.KubeletFlags;
import dev.podpass.admin.node.KubeletProcesses;
import dev.podpass.admin.node.NodeInspection;
import dev.podpass.admin.state.EditedConfig;
import dev.podpass.admin.state.InstallManifest;
import dev.podpass.admin.state.NodeState;
import dev.podpass.admin.state.OwnedFile;
import dev.podpass.admin.state.StateStore;
import dev.podpass.admin.text.IoReason;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** Podpass on a node: installed, kept as it should be, removed. One pass at a time on a node. */
public final class NodeInstallation {
  /** A pass may wait for kubelet twice. */
  private static final Duration PATIENCE = Duration.ofSeconds(150);

  private final NodeAccess node;
  private final List<String> providers;

  /**
   * Creates the installation of one node.
   *
   * @param providers the ids of all providers, by which podpass's entries are recognised
   */
  public NodeInstallation(NodeAccess node, List<String> providers) {
    this.node = node;
    this.providers = List.copyOf(providers);
  }

  /**
   * Brings the node to what is wanted.
   *
   * @throws CredentialException if nothing could be done; nothing is changed then
   */
  public PassReport install(InstallRequest request) {
    Platform.of(node.files())
        .ifPresent(platform -> {
          throw platform.refusal();
        });
    return locked(() -> {
      try {
        return account(pass(request));
      } catch (CredentialException e) {
        var _ = account(PassReport.of(node.clock().instant(), Outcome.REFUSED, e.line()));
        throw e;
      }
    });
  }

  /**
   * Remembers that the node is one of a platform that podpass does not change.
   *
   * @return the account of it, and unchanged if the last pass found the same
   */
  public PassReport leave(Platform platform) {
    String message = platform.refusal().line();
    boolean known =
        LastPass.read(node.store().lastPass())
            .map(LastPass::report)
            .filter(last -> last.outcome() == Outcome.UNSUPPORTED)
            .filter(last -> last.message().equals(message))
            .isPresent();
    return locked(() -> {
      var _ = account(PassReport.of(node.clock().instant(), Outcome.UNSUPPORTED, message));
      return PassReport.of(
          node.clock().instant(), known ? Outcome.UNCHANGED : Outcome.UNSUPPORTED, message);
    });
  }

  /** What readiness is judged by; a pass is not undone because it cannot be written. */
  private PassReport account(PassReport report) {
    try {
      LastPass.write(node.store(), report);
    } catch (IOException e) {
      node.notes().accept("the account of this pass cannot be written: " + IoReason.withFile(e));
    }
    return report;
  }

  private PassReport pass(InstallRequest request) throws IOException {
    NodeState state = loaded();
    Optional<InstallManifest> before = state.installed();
    NodeInspection inspection = new NodeInspection(node.files());
    ConfigValidation.requireTokens(inspection);
    NodeLayout layout = LayoutSearch.of(node, inspection, request, before);
    layout.requireSameLife(node.files());
    OwnedFile source = request.source(before);
    KubeletService kubelet = kubelet();
    InstallPlan plan =
        new InstallPlan(
            request,
            layout,
            source,
            doubt(inspection.processes(), request.restart()),
            desired -> ConfigValidation.require(desired, node));
    DesiredState any =
        new DesiredState(
            request,
            layout,
            source,
            new ConfigChange(Optional.empty(), Optional.empty(), request.document(), ""));
    sweep(layout.config(), any.files().keySet(), state);
    leaveFormer(before, layout, request.restart(), kubelet);
    return new Pass(
            new NodeWorld(
                node,
                kubelet,
                request.restart(),
                request.executable(),
                layout.config(),
                any.files().keySet(),
                recognition(layout.config(), layout.binDir(), request.name())),
            plan,
            layout.config())
        .run()
        .with(LayoutSearch.unset(inspection.flags(), request));
  }

  /** Kubelet's file is another one now: podpass's entries leave the former first. */
  private void leaveFormer(
      Optional<InstallManifest> before,
      NodeLayout layout,
      RestartPolicy restart,
      KubeletService kubelet)
      throws IOException {
    if (before.isEmpty() || before.get().config().path().equals(layout.config())) {
      return;
    }
    String former = before.get().config().path();
    NodeWorld world =
        new NodeWorld(
            node, kubelet, restart, Path.of("/"), former, Set.of(), recognition(former, "", ""));
    View view = world.look();
    Action.NewText text = ConfigChange.without(view, before.get().config());
    if (!ConfigChange.text(text).equals(view.config())) {
      var _ = world.perform(new Action.WriteConfig(text));
    }
    node.store()
        .save(
            view.state()
                .with(
                    before.map(it ->
                        it.with(
                            new EditedConfig(
                                layout.config(),
                                Optional.empty(),
                                List.of(),
                                it.config().entries(),
                                Optional.empty())))));
  }

  private Recognition recognition(String config, String binDir, String name) {
    return new Recognition(config, binDir, name, providers);
  }

  /** Its flags may be known only while it runs. */
  private KubeletService kubelet() {
    return new KubeletService(
        node.files(),
        node.commands(),
        () -> {
          KubeletFlags flags = new NodeInspection(node.files()).flags();
          return HealthEndpoint.of(
              flags.healthzAddress().map(Sourced::value), flags.healthzPort().map(Sourced::value));
        });
  }

  private NodeState loaded() throws IOException {
    StateStore.Loaded loaded = node.store().load();
    loaded
        .loss()
        .ifPresent(
            loss -> node.notes().accept(loss + "; podpass goes on from what is on the node"));
    return loaded.state();
  }

  /** Removes what a killed process left. */
  private void sweep(String config, Set<String> paths, NodeState state) throws IOException {
    node.writer().sweepConfig(config);
    for (String path : paths) {
      node.writer().sweep(path);
    }
    node.store().sweep(state);
  }

  /** A process of root's that calls itself kubelet and cannot be trusted would not be restarted. */
  private static Optional<CredentialException> doubt(
      KubeletProcesses processes, RestartPolicy policy) {
    return policy instanceof RestartPolicy.Restart && processes.kubelet().isEmpty()
        ? processes
            .doubt()
            .map(doubt ->
                new CredentialException(
                    Kind.CONFIGURATION,
                    "kubelet was not found: " + doubt.finding(),
                    doubt.todo().orElse("run this as root on the node")))
        : Optional.empty();
  }

  /**
   * Takes away all that was put there.
   *
   * @throws CredentialException if nothing could be done; nothing is changed then
   */
  public PassReport uninstall(RestartPolicy restart) {
    return locked(() -> {
      NodeState state = loaded();
      NodeInspection inspection = new NodeInspection(node.files());
      doubt(inspection.processes(), restart)
          .filter(_ -> state.installed().isPresent())
          .ifPresent(doubt -> {
            throw doubt;
          });
      Optional<Recognition> recognition = ours(state, inspection);
      if (recognition.isEmpty()) {
        node.store().remove();
        return PassReport.of(
            node.clock().instant(), Outcome.UNCHANGED, "podpass has put nothing on this node");
      }
      String config = recognition.get().config();
      sweep(config, state.installed().map(it -> it.files().keySet()).orElse(Set.of()), state);
      return new Pass(
              new NodeWorld(
                  node, kubelet(), restart, Path.of("/"), config, Set.of(), recognition.get()),
              new RemovalPlan(restart instanceof RestartPolicy.Restart),
              config)
          .run();
    });
  }

  /** Where podpass's entries are, or may be if nothing is remembered. */
  private Optional<Recognition> ours(NodeState state, NodeInspection inspection) {
    if (state.installed().isPresent()) {
      return Optional.of(recognition(state.installed().get().config().path(), "", ""));
    }
    try {
      NodeLayout layout = LayoutSearch.unknown(node, inspection);
      return Optional.of(recognition(layout.config(), layout.binDir(), "podpass"));
    } catch (CredentialException _) {
      return Optional.empty(); // Kubelet reads no configuration, so it has no entries.
    }
  }

  /** A pass. */
  private interface Work {
    PassReport run() throws IOException;
  }

  private PassReport locked(Work work) {
    AtomicBoolean begun = new AtomicBoolean();
    try {
      return node.store()
          .whileLocked(
              PATIENCE,
              () -> {
                begun.set(true);
                return work.run();
              });
    } catch (IOException e) {
      throw new CredentialException(
              Kind.UNAVAILABLE,
              "this node's files cannot be %s (%s)%s"
                  .formatted(
                      begun.get() ? "read" : "changed",
                      IoReason.withFile(e),
                      begun.get() ? "" : "; they are as they were"),
              "run podpass as root, on a file system that is writable")
          .causedBy(e);
    }
  }
}
