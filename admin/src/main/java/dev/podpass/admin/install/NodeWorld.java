// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.install.Progress.Effect;
import dev.podpass.admin.install.Trouble.Stage;
import dev.podpass.admin.kubelet.Health;
import dev.podpass.admin.kubelet.KubeletService;
import dev.podpass.admin.kubelet.KubeletUnit;
import dev.podpass.admin.kubelet.ProcessIdentity;
import dev.podpass.admin.kubelet.RestartMethod;
import dev.podpass.admin.kubelet.RestartPolicy;
import dev.podpass.admin.state.InstallManifest;
import dev.podpass.admin.state.NodeState;
import dev.podpass.admin.state.OwnedFile;
import dev.podpass.admin.state.Snapshot;
import dev.podpass.core.file.UnixAttributes;
import dev.podpass.spi.failure.CredentialException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The real node that a pass looks at and acts on. */
final class NodeWorld implements World {
  private static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(60);

  /** The rights that a program needs. */
  static final int EXECUTABLE = 0111;

  private final NodeAccess node;
  private final KubeletService kubelet;
  private final RestartPolicy policy;
  private final Path executable;
  private final String config;
  private final Set<String> wanted;
  private final Recognition recognition;
  private final Map<String, OwnedFile> read = new HashMap<>();
  private Optional<String> seen = Optional.empty();

  /**
   * For one pass.
   *
   * @param executable that is installed
   * @param config the path of kubelet's configuration file
   * @param wanted the paths of all files that are wanted
   */
  NodeWorld(
      NodeAccess node,
      KubeletService kubelet,
      RestartPolicy policy,
      Path executable,
      String config,
      Set<String> wanted,
      Recognition recognition) {
    this.node = node;
    this.kubelet = kubelet;
    this.policy = policy;
    this.executable = executable;
    this.config = config;
    this.wanted = Set.copyOf(wanted);
    this.recognition = recognition;
  }

  @Override
  public View look() throws IOException {
    Optional<String> text = node.configText(config);
    seen = text;
    NodeState state =
        recognition.of(
            node.store().load().state(),
            text,
            path -> {
              Optional<Path> place = node.writer().existing(path);
              return place.isPresent() ? Snapshot.of(place.get()) : Snapshot.ABSENT;
            });
    Map<String, Snapshot> files = new LinkedHashMap<>();
    Map<String, String> stamps = new HashMap<>();
    Set<String> unsafe = new HashSet<>();
    Set<String> full = new HashSet<>();
    Map<String, OwnedFile> owned = state.installed().map(InstallManifest::files).orElse(Map.of());
    Set<String> paths = new LinkedHashSet<>(wanted);
    paths.addAll(owned.keySet());
    for (String path : paths) {
      Optional<Path> place = node.writer().existing(path);
      if (place.isPresent()) {
        Optional<OwnedFile> known =
            Optional.ofNullable(read.get(path)).or(() -> Optional.ofNullable(owned.get(path)));
        OwnedFile now = OwnedFile.at(place.get(), known);
        read.put(path, now);
        files.put(path, now.snapshot());
        now.stamp().ifPresent(stamp -> stamps.put(path, stamp));
        inspect(path, now.snapshot(), place.get(), unsafe, full);
      }
    }
    if (text.isPresent() && isUnsafe(node.writer().place(config), 0)) {
      unsafe.add(config);
    }
    return new View(
        node.clock().instant(),
        state,
        text,
        files,
        unsafe,
        full,
        stamps,
        node.store().copies(),
        kubelet.running().map(ProcessIdentity::toString),
        kubelet.digest(),
        method(state));
  }

  private static void inspect(
      String path, Snapshot is, Path place, Set<String> unsafe, Set<String> full)
      throws IOException {
    if (is instanceof Snapshot.Regular && isUnsafe(place, EXECUTABLE)) {
      unsafe.add(path);
    }
    if (is instanceof Snapshot.Directory) {
      try (Stream<Path> inside = Files.list(place)) {
        if (inside.findFirst().isPresent()) {
          full.add(path);
        }
      }
    }
  }

  /** Whether another user can change it, or it lacks a right that it needs. */
  static boolean isUnsafe(Path file, int needed) throws IOException {
    try {
      UnixAttributes attributes = UnixAttributes.of(file);
      return attributes.changeableByOthers() || (attributes.mode() & needed) != needed;
    } catch (NoSuchFileException _) {
      return false;
    }
  }

  /** The operator's command, or the unit of kubelet's cgroup, which is remembered. */
  private Optional<RestartMethod> method(NodeState state) {
    return switch (policy) {
      case RestartPolicy.Never _ -> Optional.empty();
      case RestartPolicy.Restart restart ->
          !node.isRunning()
              ? Optional.empty()
              : restart
                  .command()
                  .<RestartMethod>map(RestartMethod.Command::new)
                  .or(() ->
                      kubelet
                          .unit()
                          .or(() -> state.installed().flatMap(InstallManifest::unit))
                          .filter(KubeletUnit::isName)
                          .map(RestartMethod.Unit::new));
    };
  }

  @Override
  public Effect perform(Action action) throws IOException {
    Effect effect = act(action);
    node.checkpoint().accept(action);
    return effect;
  }

  private Effect act(Action action) throws IOException {
    switch (action) {
      case Action.Save(NodeState state) -> node.store().save(state);
      case Action.Keep(String text) -> node.writer().keep(config, text);
      case Action.MakeDirectory(String path) -> node.writer().directory(path);
      case Action.PutLink(String path, String target) -> node.writer().link(path, target);
      case Action.Remove(String path) -> node.writer().remove(path);
      case Action.Secure _ -> node.writer().secure(config);
      case Action.WriteConfig(Action.NewText text, _) -> node.writer().config(config, seen, text);
      case Action.Forget _ -> node.store().remove();
      case Action.PutProgram(String path) -> {
        return program(path);
      }
      case Action.AskHealth _ -> {
        return new Effect.Asked(kubelet.health());
      }
      case Action.Restart(RestartMethod method) -> {
        return restart(method);
      }
      case Action.Await(String not, Health expected) -> {
        return await(not, expected);
      }
      case Action.Done _ -> {}
    }
    return new Effect.Made();
  }

  private Effect program(String path) throws IOException {
    read.remove(path);
    ProgramTrial trial = new ProgramTrial(node);
    boolean kept = node.writer().program(path, executable, trial::passes);
    return kept ? new Effect.Made() : new Effect.Failed(trial.trouble(path));
  }

  private Effect restart(RestartMethod method) {
    node.progress().accept("restarting kubelet");
    try {
      kubelet.restart(method);
      return new Effect.Made();
    } catch (CredentialException e) {
      return new Effect.Failed(Trouble.passing(Stage.RESTART, e.text(), e.hint()));
    }
  }

  private Effect await(String not, Health expected) {
    Duration patience =
        policy instanceof RestartPolicy.Restart restart ? restart.patience() : DEFAULT_PATIENCE;
    Optional<Health> health = kubelet.await(not, expected, patience);
    if (health.isPresent()) {
      return new Effect.Asked(health.get());
    }
    List<String> log = kubelet.lastLines(kubelet.unit().or(this::recordedUnit));
    return new Effect.Failed(
        new Trouble(
            Stage.HEALTH,
            "kubelet was not healthy within %d s of its restart".formatted(patience.toSeconds()),
            Optional.of(PassReport.LOG),
            log.stream().anyMatch(NodeWorld::isCertain),
            log));
  }

  private Optional<String> recordedUnit() {
    try {
      return node.store().load().state().installed().flatMap(InstallManifest::unit);
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /** Kubelet's own words for a configuration of plugins that it does not take. */
  private static boolean isCertain(String line) {
    return line.contains("CRI auth plugins") || line.contains("credential provider config");
  }
}
