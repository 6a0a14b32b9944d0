// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.install.PassReport.Outcome;
import dev.podpass.admin.install.Planner.Plan;
import dev.podpass.admin.journal.Content;
import dev.podpass.admin.journal.EditedConfig;
import dev.podpass.admin.journal.FailedChange;
import dev.podpass.admin.journal.Installed;
import dev.podpass.admin.journal.NodeState;
import dev.podpass.admin.journal.NodeState.ReadConfig;
import dev.podpass.admin.journal.OwnedFile;
import dev.podpass.admin.journal.Sha256;
import dev.podpass.admin.journal.Snapshot;
import dev.podpass.admin.journal.Step;
import dev.podpass.admin.kubeletconfig.ProviderEntry;
import dev.podpass.admin.node.KubeletFlags;
import dev.podpass.failure.CredentialException;
import dev.podpass.failure.Kind;
import dev.podpass.spi.Sourced;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** One pass that brings a node to what is wanted, if it is not there yet. */
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
    NodeLayout layout = layout(state.installed());
    layout.requireSameLife(node.files());
    Optional<Installed> before = state.installed();
    OwnedFile source = source(before);
    String program = layout.binDir() + "/" + request.name();
    Map<String, Snapshot> wanted = wanted(layout, program, source.is());

    Path file = node.writer().place(layout.config());
    Optional<String> now = pass.text(file);
    Optional<EditedConfig> edited = edited(before, layout.config());
    requireFree(layout, now, edited);
    ConfigChange config = configChange(now, edited);
    String text = config.text().orElseThrow();
    ConfigJudgement.require(request, node, layout, text);

    Snapshot is = ConfigChange.snapshot(now);
    Snapshot wantedConfig = ConfigChange.snapshot(config.text());
    Plan plan = plan(before, wanted, layout, source, is, wantedConfig);
    RestartDecision restart =
        RestartDecision.of(
            state,
            node,
            pass.service,
            request.restart(),
            file,
            is.equals(wantedConfig),
            values(layout));
    Installed target =
        new Installed(
            source,
            plan.owned(),
            new EditedConfig(
                layout.config(), ConfigChange.snapshot(config.original()), wantedConfig, names()),
            Sha256.of(values(layout) + source.is()),
            values(layout),
            request.version(),
            node.clock().instant());
    if (plan.steps().isEmpty() && (!restart.needed() || restart.method().isEmpty())) {
      keepOriginal(file, now, config);
      return unchanged(state, target, restart);
    }
    String result = NodePass.result(wanted, layout.config(), wantedConfig);
    Optional<PassReport> refused = refused(state, target, result);
    if (refused.isPresent()) {
      return refused.get();
    }
    keepOriginal(file, now, config);
    boolean repair = isRepair(state, target);
    return pass.make(
        repair ? state.repairedAt(RepairPolicy.with(state.repairs(), now())) : state,
        plan,
        Optional.of(target),
        restart,
        result,
        Map.of(
            program,
            new Content.Program(request.executable()),
            layout.config(),
            new Content.Text(text)),
        step -> tryProgram(step, program));
  }

  private static Optional<EditedConfig> edited(Optional<Installed> before, String path) {
    return before.map(Installed::config).filter(it -> it.path().equals(path));
  }

  private String values(NodeLayout layout) {
    return Sha256.of(
        String.join(
            "\n",
            request.document().json(),
            request.placement().toString(),
            request.name(),
            layout.config(),
            layout.binDir()));
  }

  private NodeLayout layout(Optional<Installed> before) {
    KubeletFlags flags = pass.inspection().flags();
    boolean stopped = pass.inspection().processes().kubelet().isEmpty();
    if (stopped
        && before.filter(it -> !it.files().isEmpty()).isPresent()
        && flags.config().isEmpty()
        && request.config().isEmpty()) {
      return NodeLayout.asInstalled(before.get());
    }
    KubeletFlags effective =
        new KubeletFlags(
            given(request.config(), "--config-file").or(flags::config),
            given(request.binDir(), "--bin-dir").or(flags::binDir),
            flags.kubeconfig(),
            flags.tokenGate(),
            flags.healthzPort());
    boolean rancher =
        pass.inspection()
            .processes()
            .kubelet()
            .filter(process -> process.program().matches("k3s.*|rke2.*"))
            .isPresent();
    return NodeLayout.of(node.files(), effective, rancher);
  }

  private static Optional<Sourced<String>> given(Optional<String> path, String flag) {
    return path.map(it -> new Sourced<>(it, flag));
  }

  private OwnedFile source(Optional<Installed> before) throws IOException {
    Path executable = request.executable();
    OwnedFile known =
        before.map(Installed::source).orElse(new OwnedFile(Snapshot.ABSENT, Optional.empty()));
    Snapshot is = known.now(executable);
    if (!(is instanceof Snapshot.Regular)) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          executable + " is not a regular file",
          "set --executable to the podpass for this node");
    }
    return OwnedFile.at(executable, is);
  }

  private Map<String, Snapshot> wanted(NodeLayout layout, String program, Snapshot source) {
    Map<String, Snapshot> wanted = new LinkedHashMap<>();
    layout.missing().forEach(directory -> wanted.put(directory, new Snapshot.Directory()));
    wanted.put(program, source);
    names()
        .forEach(
            name -> wanted.put(layout.binDir() + "/" + name, new Snapshot.Link(request.name())));
    return wanted;
  }

  private List<String> names() {
    return request.document().entries().stream().map(ProviderEntry::name).toList();
  }

  private ConfigChange configChange(Optional<String> now, Optional<EditedConfig> edited)
      throws IOException {
    Optional<String> kept =
        edited.isPresent() ? pass.kept(edited.get().original()) : Optional.empty();
    return ConfigChange.install(now, edited, kept, request.document(), request.placement());
  }

  /** Of a directory of files, one that podpass did not make is another program's. */
  private static void requireFree(
      NodeLayout layout, Optional<String> now, Optional<EditedConfig> edited) {
    if (layout.directory().isPresent() && now.isPresent() && edited.isEmpty()) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          layout.config() + " exists, and podpass did not put it there",
          "remove it, or merge it into another file of " + layout.directory().get());
    }
  }

  private Plan plan(
      Optional<Installed> before,
      Map<String, Snapshot> wanted,
      NodeLayout layout,
      OwnedFile source,
      Snapshot is,
      Snapshot wantedConfig)
      throws IOException {
    Map<String, OwnedFile> owned = before.map(Installed::files).orElse(Map.of());
    Set<String> cutOff = new HashSet<>();
    for (String path : owned.keySet()) {
      if (wanted.get(path) instanceof Snapshot.Regular
          && source.is().equals(owned.get(path).is())
          && node.writer().isCutOff(path, request.executable())) {
        cutOff.add(path);
      }
    }
    Optional<Step> config =
        Optional.of(new Step(layout.config(), is, wantedConfig))
            .filter(step -> !step.before().equals(step.after()));
    return new Planner(owned, pass.found(owned, wanted.keySet()), cutOff).plan(wanted, config);
  }

  private Optional<PassReport> refused(NodeState state, Installed target, String result) {
    if (state.failed().isPresent() && state.failed().get().result().equals(result)) {
      return Optional.of(
          report(
              Outcome.FAILED_BEFORE,
              "not tried again until it changes: " + state.failed().get().reason()));
    }
    Optional<Instant> next =
        isRepair(state, target) ? RepairPolicy.notBefore(state.repairs(), now()) : Optional.empty();
    return next.map(time ->
        report(
            Outcome.BACKING_OFF,
            "another program keeps changing what podpass put on this node; it is left alone until "
                + time));
  }

  /** The same values as before: another program has changed something. */
  private static boolean isRepair(NodeState state, Installed target) {
    return Stream.concat(
            state.installed().map(Installed::wanted).stream(),
            state.failed().map(FailedChange::wanted).stream())
        .anyMatch(target.wanted()::equals);
  }

  private void keepOriginal(Path file, Optional<String> now, ConfigChange config)
      throws IOException {
    if (now.isPresent() && config.original().isPresent()) {
      node.store().keep(file, config.original().get());
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
        ? report(Outcome.RESTART_PENDING, "restart kubelet to use the configuration")
        : report(Outcome.UNCHANGED, "nothing had to be changed");
  }

  private PassReport report(Outcome outcome, String message) {
    return PassReport.of(now(), outcome, message);
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
