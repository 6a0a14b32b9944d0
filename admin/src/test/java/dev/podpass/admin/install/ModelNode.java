// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.install.Action.NewText;
import dev.podpass.admin.install.Progress.Effect;
import dev.podpass.admin.kubelet.Health;
import dev.podpass.admin.kubelet.RestartMethod;
import dev.podpass.admin.kubeletconfig.ConfigRemoval;
import dev.podpass.admin.state.KubeletNote;
import dev.podpass.admin.state.NodeState;
import dev.podpass.admin.state.Snapshot;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A small node for the exhaustive model: what a pass sees and changes, without a disk. Processes
 * have few names, for only whether two are the same is looked at.
 */
final class ModelNode implements World {
  static final String PROGRAM = FakeNode.BIN + "/podpass";
  static final String LINK = PROGRAM + "-echo";
  static final List<String> OURS = List.of("podpass-echo");
  static final Snapshot NEW = new Snapshot.Regular("new");
  static final Snapshot FOREIGN = new Snapshot.Regular("foreign");
  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

  Optional<String> config;
  Map<String, Snapshot> files = new HashMap<>();
  NodeState state = NodeState.NEW;
  Map<Snapshot, String> copies = new HashMap<>();

  /** Which process is kubelet; 0 if none runs. */
  int kubelet = 1;

  /** The text that it started with. */
  String read;

  /** What stands in kubelet's configuration besides podpass's entries. */
  String platform;

  /** Whether the state was lost once. */
  boolean lost;

  ModelNode(String stock) {
    this.config = Optional.of(stock);
    this.platform = stock;
    this.read = stock;
  }

  ModelNode(ModelNode other) {
    this.config = other.config;
    this.files = new HashMap<>(other.files);
    this.state = other.state;
    this.copies = new HashMap<>(other.copies);
    this.kubelet = other.kubelet;
    this.read = other.read;
    this.platform = other.platform;
    this.lost = other.lost;
  }

  @Override
  public View look() throws IOException {
    return new View(
        NOW,
        new Recognition(FakeNode.CONFIG, FakeNode.BIN, "podpass", List.of("echo"))
            .of(state, config, path -> files.getOrDefault(path, Snapshot.ABSENT)),
        config,
        files,
        Set.of(),
        Set.of(),
        Map.of(),
        copies,
        kubelet == 0 ? Optional.empty() : Optional.of(name(kubelet)),
        kubelet == 0 ? Optional.empty() : Optional.of("digest"),
        Optional.of(new RestartMethod.Unit("kubelet")));
  }

  private static String name(int process) {
    return "p" + process;
  }

  @Override
  public Effect perform(Action action) {
    switch (action) {
      case Action.Save(NodeState next) -> state = next;
      case Action.Keep(String text) -> copies.put(Snapshot.ofText(Optional.of(text)), text);
      case Action.MakeDirectory _, Action.Secure _, Action.Done _ ->
          throw new AssertionError("not in this model: " + action);
      case Action.PutProgram(String path) -> files.put(path, NEW);
      case Action.PutLink(String path, String target) -> files.put(path, new Snapshot.Link(target));
      case Action.Remove(String path) -> files.remove(path);
      case Action.WriteConfig(NewText text, _) -> config = ConfigChange.text(text);
      case Action.AskHealth _ -> {
        return new Effect.Asked(kubelet == 0 ? Health.UNKNOWN : Health.HEALTHY);
      }
      case Action.Restart _ -> start();
      case Action.Await(String not, Health _) -> {
        if (kubelet == 0 || name(kubelet).equals(not)) {
          return new Effect.Failed(
              Trouble.passing(Trouble.Stage.HEALTH, "kubelet was not healthy", Optional.empty()));
        }
        return new Effect.Asked(Health.HEALTHY);
      }
      case Action.Forget _ -> {
        state = NodeState.NEW;
        copies.clear();
      }
    }
    return new Effect.Made();
  }

  /** Kubelet starts, or does not: it reads its configuration and needs the programs in it. */
  void start() {
    String text = config.orElse("");
    boolean complete = !names() || isComplete();
    boolean accepted = config.isPresent() && !text.contains("REFUSED") && complete;
    int next =
        Stream.of(1, 2, 3, 4, 5)
            .filter(it -> it != kubelet && !isRemembered(name(it)))
            .findFirst()
            .orElseThrow();
    kubelet = accepted ? next : 0;
    read = accepted ? text : "";
  }

  private boolean isRemembered(String process) {
    return state.note().process().equals(process) || remembered.test(process);
  }

  /** Processes that a pass under way remembers. */
  Predicate<String> remembered = _ -> false;

  /** Whether kubelet's configuration has podpass's entry. */
  boolean names() {
    return config.map(text -> ConfigRemoval.hasAny(text, OURS)).orElse(false);
  }

  /** Whether what that entry needs is there, and is podpass's. */
  boolean isComplete() {
    return NEW.equals(files.get(PROGRAM)) && new Snapshot.Link("podpass").equals(files.get(LINK));
  }

  boolean remembersNothing() {
    return state.installed().isEmpty()
        && state.note().values().equals(KubeletNote.NOTHING)
        && copies.isEmpty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ModelNode node
        && config.equals(node.config)
        && files.equals(node.files)
        && state.equals(node.state)
        && copies.equals(node.copies)
        && kubelet == node.kubelet
        && lost == node.lost
        && read.equals(node.read)
        && platform.equals(node.platform);
  }

  @Override
  public int hashCode() {
    return Objects.hash(config, files, state, copies, kubelet, read, platform);
  }

  @Override
  public String toString() {
    return "config %s%nfiles %s%nkubelet %d, read %s%nstate %s%ncopies %s"
        .formatted(config.orElse("-"), files, kubelet, read, state, copies.keySet());
  }
}
