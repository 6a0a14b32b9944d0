// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.kubelet.Kubelet;
import dev.podpass.admin.kubelet.Kubelet.Health;
import dev.podpass.admin.kubelet.RestartPolicy;
import dev.podpass.admin.kubeletconfig.ConfigRemoval;
import dev.podpass.admin.state.Memory;
import dev.podpass.admin.state.Memory.Failed;
import dev.podpass.admin.state.Memory.File;
import dev.podpass.admin.state.Memory.Good;
import dev.podpass.admin.state.Memory.Original;
import dev.podpass.admin.state.Memory.Part;
import dev.podpass.admin.state.Memory.Pending;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;

/** A small node for the exhaustive model: what a pass sees and changes, without a disk. */
final class ModelNode implements Node, Kubelet {
  static final String NEW = "new";
  static final String FOREIGN = "foreign";
  static final RestartPolicy RESTART = new RestartPolicy(true, Optional.empty(), Duration.ZERO);
  private static final NodeLayout LAYOUT =
      new NodeLayout(FakeNode.CONFIG, Optional.empty(), FakeNode.BIN, List.of());
  private static final String LINK = "->";
  private static final String NAME = "podpass";
  private static final List<String> ENTRIES = List.of("podpass-echo");
  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

  /** Is called before each change. */
  Runnable before = () -> {};

  Optional<String> config;
  Map<String, String> files = new TreeMap<>();
  Map<Class<?>, Part> parts = new HashMap<>();

  /** Which process is kubelet; 0 if none runs. */
  int process = 1;

  int last = 1;

  /** The process that has lived for more than a minute. */
  int old = 1;

  /** The text that it started with. */
  String read;

  /** What stands in kubelet's configuration besides podpass's entries. */
  String platform;

  /** Whether the memory was lost, or a part of it. */
  boolean lost;

  /** What the next restart is. */
  Restart next = Restart.GOOD;

  int restarts;

  enum Restart {
    GOOD,
    /** The command fails, and kubelet is restarted. */
    DENIED,
    /** The command fails, and kubelet runs on. */
    NOT_MADE
  }

  ModelNode(String stock) {
    this.config = Optional.of(stock);
    this.platform = stock;
    this.read = stock;
  }

  ModelNode(ModelNode other) {
    this.config = other.config;
    this.files = new TreeMap<>(other.files);
    this.parts = new HashMap<>(other.parts);
    this.process = other.process;
    this.last = other.last;
    this.old = other.old;
    this.read = other.read;
    this.platform = other.platform;
    this.lost = other.lost;
    this.next = other.next;
  }

  /** Another kubelet starts with what is there, if it can. */
  void start() {
    String text = config.orElse("");
    boolean complete = !names() || isComplete();
    process = text.contains("REFUSED") || !complete || text.isEmpty() ? 0 : ++last;
    read = process == 0 ? "" : text;
  }

  boolean names() {
    return config.isPresent() && ConfigRemoval.only(config.get(), ENTRIES).isPresent();
  }

  boolean hasRead() {
    return process != 0 && ConfigRemoval.only(read, ENTRIES).isPresent();
  }

  boolean isComplete() {
    return NEW.equals(files.get(NAME)) && LINK.equals(files.get(ENTRIES.getFirst()));
  }

  /** Whether a text is remembered that worked, and only podpass's entries have changed since. */
  boolean isGood() {
    return !lost
        && memory()
            .good()
            .flatMap(it -> ConfigRemoval.of(it.text(), ENTRIES))
            .equals(Optional.of(platform))
        && withoutOurs().equals(Optional.of(platform));
  }

  boolean isClean() {
    return files.isEmpty() && Set.of(Failed.class).containsAll(parts.keySet());
  }

  Optional<String> withoutOurs() {
    return ConfigRemoval.of(config.orElse(""), ENTRIES);
  }

  private void change() {
    before.run();
  }

  @Override
  public NodeLayout layout() {
    return LAYOUT;
  }

  @Override
  public Instant now() {
    return NOW;
  }

  @Override
  public Memory memory() {
    return new Memory(
        part(Original.class), part(Pending.class), part(Good.class), part(Failed.class), List.of());
  }

  private <T extends Part> Optional<T> part(Class<T> type) {
    return Optional.ofNullable(parts.get(type)).map(type::cast);
  }

  @Override
  public Optional<String> text() {
    return config;
  }

  @Override
  public boolean isTextSafe() {
    return true;
  }

  @Override
  public List<String> ours(Optional<String> text) {
    return text.map(ConfigRemoval::names).orElse(List.of()).stream()
        .filter(ENTRIES::contains)
        .toList();
  }

  @Override
  public SequencedMap<String, String> links() {
    SequencedMap<String, String> links = new LinkedHashMap<>();
    files.forEach((name, content) -> {
      if (content.equals(LINK)) {
        links.put(name, NAME);
      }
    });
    return links;
  }

  @Override
  public Program program() {
    String there = files.get(NAME);
    return there == null ? Program.ABSENT : there.equals(NEW) ? Program.WANTED : Program.OTHER;
  }

  @Override
  public boolean programRuns() {
    return files.containsKey(NAME);
  }

  @Override
  public boolean isTaken(String link) {
    return files.containsKey(link) && !LINK.equals(files.get(link));
  }

  @Override
  public void save(Part part) {
    change();
    parts.put(part.getClass(), part);
  }

  @Override
  public void drop(File... parts) {
    for (File part : parts) {
      change();
      lose(part);
    }
  }

  void lose(File part) {
    parts.keySet().removeIf(it -> it.getSimpleName().equalsIgnoreCase(part.name()));
  }

  @Override
  public void forget() {
    drop(File.values());
  }

  @Override
  public void keep(Original next, boolean present) {
    save(next);
  }

  @Override
  public boolean makeDirectory(String path) {
    throw new AssertionError("not in this model");
  }

  @Override
  public Optional<Trouble> putProgram() {
    change();
    files.put(NAME, NEW);
    return Optional.empty();
  }

  @Override
  public boolean putLink(String link) {
    if (LINK.equals(files.get(link))) {
      return false;
    }
    change();
    files.put(link, LINK);
    return true;
  }

  @Override
  public boolean remove(String name) {
    if (!files.containsKey(name)) {
      return false;
    }
    change();
    files.remove(name);
    return true;
  }

  @Override
  public boolean removeDirectory(String path) {
    throw new AssertionError("not in this model");
  }

  @Override
  public void write(Optional<String> seen, Optional<String> text) throws IOException {
    change();
    if (!config.equals(seen)) {
      throw new FileSystemException("f", null, "another program changed it at the same time");
    }
    config = text;
  }

  @Override
  public RestartPolicy policy() {
    return RESTART;
  }

  @Override
  public String look() {
    return process == 0 ? NONE : "p" + process;
  }

  @Override
  public Health health() {
    return process == 0 ? Health.UNKNOWN : Health.HEALTHY;
  }

  @Override
  public Optional<String> digest() {
    return process == 0 ? Optional.empty() : Optional.of("kubelet");
  }

  @Override
  public Optional<String> unit() {
    return process == 0 ? Optional.empty() : Optional.of("kubelet");
  }

  @Override
  public Optional<String> restart(Optional<String> unit) {
    change();
    Restart how = next;
    next = Restart.GOOD;
    if (how != Restart.NOT_MADE && (unit.isPresent() || process != 0)) {
      restarts++;
      start();
    }
    return how == Restart.GOOD ? Optional.empty() : Optional.of("the bus is away");
  }

  @Override
  public Optional<String> await(Set<String> not, Health expected, Duration life) {
    change();
    return process == 0 || not.contains(look()) ? Optional.empty() : Optional.of(look());
  }

  @Override
  public Duration age(String kubelet) {
    return Duration.ofSeconds(kubelet.equals("p" + old) ? 100 : 10);
  }

  @Override
  public List<String> log(Optional<String> unit) {
    return List.of();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ModelNode node && node.toString().equals(toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  @Override
  public String toString() {
    return "files %s%nmemory %s%nprocess %d of %d, old %d, next %s, lost %s%nread: %s%nplatform: %s%nconfig: %s"
        .formatted(
            files,
            memory(),
            process,
            last,
            old,
            next,
            lost,
            read,
            platform,
            config.orElse("absent"));
  }
}
