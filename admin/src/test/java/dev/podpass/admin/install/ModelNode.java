// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.install.StateDirectory.Copy;
import dev.podpass.admin.kubelet.Kubelet;
import dev.podpass.admin.kubelet.RestartPolicy;
import dev.podpass.admin.kubeletconfig.ConfigDocument;
import dev.podpass.admin.kubeletconfig.ConfigMerge.Placement;
import dev.podpass.admin.kubeletconfig.ConfigRemoval;
import dev.podpass.admin.kubeletconfig.FileEntry;
import dev.podpass.admin.kubeletconfig.ProviderEntry;
import dev.podpass.admin.node.TestPrograms;
import dev.podpass.spi.Entry;
import dev.podpass.spi.Hosts;
import dev.podpass.testkit.kubelet.StockConfiguration;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A small node for the exhaustive model: what a pass sees and changes, without a disk. */
final class ModelNode implements Node, Kubelet {
  static final String STOCK = StockConfiguration.TEXT;

  static final String NEW = "new";
  static final String FOREIGN = "foreign";
  static final RestartPolicy RESTART = new RestartPolicy(true, Optional.empty(), Duration.ZERO);
  static final RestartPolicy NO_RESTART = new RestartPolicy(false, Optional.empty(), Duration.ZERO);
  private static final NodeLayout LAYOUT =
      new NodeLayout("/etc/c.yaml", Optional.empty(), "/opt/bin", List.of());
  private static final String LINK = "->";
  private static final String NAME = "podpass";
  private static final List<String> ENTRIES = List.of("podpass-echo");
  private static final Pattern PROCESS = Pattern.compile("\\bp[0-9]+\\b");
  static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

  /** Is called before each change. */
  Runnable before = () -> {};

  Optional<String> config;
  Map<String, String> files = new TreeMap<>();
  Map<Copy, String> copies = new EnumMap<>(Copy.class);
  Note note = Note.NONE;

  /** Which process is kubelet; 0 if none runs. */
  int process = 1;

  int last = 1;

  /** The process that ran at the end of the last pass, some hours ago. */
  int old = 1;

  /** The text that it started with. */
  String read;

  /** What stands in kubelet's configuration besides podpass's entries. */
  String platform;

  /** The text, and what stands in it besides podpass's entries, before the agent's last edit. */
  Optional<String> formerConfig = Optional.empty();

  String formerPlatform = "";

  /** Whether the memory was lost, or a part of it. */
  boolean lost;

  /** What the next restart is. */
  Restart next = Restart.GOOD;

  int restarts;

  RestartPolicy policy = RESTART;

  /** Whether the pass comes within the hour. */
  boolean soon;

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
    this.copies = new EnumMap<>(other.copies);
    this.note = other.note;
    this.process = other.process;
    this.last = other.last;
    this.old = other.old;
    this.read = other.read;
    this.platform = other.platform;
    this.formerConfig = other.formerConfig;
    this.formerPlatform = other.formerPlatform;
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

  /** An agent adds to what is there. */
  void edit() {
    formerConfig = config;
    formerPlatform = platform;
    config = config.map(text -> text + "# edited\n");
    platform = platform + "# edited\n";
  }

  /** It takes that back, byte for byte. */
  void revert() {
    if (formerConfig.isPresent()) {
      config = formerConfig;
      platform = formerPlatform;
    }
  }

  /** A request whose entry has one argument. */
  static InstallRequest request(Path executable, String argument, boolean insists) {
    ConfigDocument document =
        new ConfigDocument(
            List.of(
                new ProviderEntry(
                    ENTRIES.getFirst(),
                    Optional.empty(),
                    Entry.of(Hosts.matching(List.of("registry.example.com"), _ -> true), "aud"),
                    List.of(),
                    List.of(),
                    List.of(argument),
                    Map.of())));
    return new InstallRequest(
        document,
        _ -> document,
        new Placement.Last(),
        NAME,
        executable,
        Optional.empty(),
        Optional.empty(),
        RESTART,
        insists,
        TestPrograms.context());
  }

  private static boolean hasOurs(String text) {
    return !text.isEmpty()
        && ConfigRemoval.entries(text).stream().map(FileEntry::label).anyMatch(ENTRIES::contains);
  }

  boolean names() {
    return hasOurs(config.orElse(""));
  }

  boolean hasRead() {
    return process != 0 && hasOurs(read);
  }

  boolean isComplete() {
    return NEW.equals(files.get(NAME)) && LINK.equals(files.get(ENTRIES.getFirst()));
  }

  /** Whether a text is remembered that worked, and only podpass's entries have changed since. */
  boolean isGood() {
    return !lost
        && note.written()
            .filter(it ->
                (it.isProven() && names())
                    || (it.back().isPresent() && copies.containsKey(Copy.BEFORE)))
            .filter(it -> it.texts().contains(ConfigSnapshot.digest(config)))
            .isPresent()
        && withoutOurs().equals(Optional.of(platform));
  }

  boolean isClean() {
    return files.isEmpty() && copies.isEmpty() && note.written().isEmpty();
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
  public String name() {
    return NAME;
  }

  @Override
  public Instant now() {
    return process == old && !soon ? NOW.plus(Duration.ofHours(2)) : NOW;
  }

  @Override
  public String boot() {
    return "a boot";
  }

  @Override
  public Note note() {
    return note;
  }

  @Override
  public void save(Note next) {
    if (!next.equals(note)) {
      change();
      note = next;
    }
  }

  @Override
  public Optional<String> text() {
    return config;
  }

  @Override
  public Optional<String> copy(Copy copy) {
    return Optional.ofNullable(copies.get(copy));
  }

  @Override
  public void saveCopy(Copy copy, String text) {
    change();
    copies.put(copy, text);
  }

  @Override
  public List<String> ours(List<String> entries) {
    return entries.stream().filter(ENTRIES::contains).toList();
  }

  @Override
  public List<String> links() {
    return ENTRIES.stream().filter(it -> LINK.equals(files.get(it))).toList();
  }

  @Override
  public Program program() {
    String there = files.get(NAME);
    return there == null ? Program.ABSENT : there.equals(NEW) ? Program.WANTED : Program.OTHER;
  }

  @Override
  public boolean programRuns() {
    return NEW.equals(files.get(NAME));
  }

  @Override
  public boolean isTaken(String link) {
    return files.containsKey(link) && !LINK.equals(files.get(link));
  }

  @Override
  public void forget() {
    save(note.bare());
    for (Copy copy : Copy.values()) {
      if (copies.containsKey(copy)) {
        change();
        copies.remove(copy);
      }
    }
  }

  @Override
  public boolean makeDirectory(String path) {
    throw new AssertionError("not in this model");
  }

  @Override
  public Optional<Failure> putProgram() {
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
  public boolean remove(String file, Optional<String> seen) {
    if (!files.containsKey(file)) {
      return false;
    }
    change();
    if (!config.equals(seen)) {
      throw LAYOUT.busy();
    }
    files.remove(file);
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
    return policy;
  }

  @Override
  public String findProcess() {
    return process == 0 ? NONE : "p" + process;
  }

  @Override
  public Health health() {
    return process == 0 ? Health.DOWN : Health.HEALTHY;
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
    return Optional.of(findProcess()).filter(found -> process != 0 && !not.contains(found));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ModelNode node && node.state().equals(state());
  }

  @Override
  public int hashCode() {
    return state().hashCode();
  }

  /** Processes by the order in which they appear, so that what differs in their number is one. */
  private String state() {
    StringBuilder state = new StringBuilder();
    List<String> seen = new ArrayList<>();
    Matcher process = PROCESS.matcher(toString());
    while (process.find()) {
      if (!seen.contains(process.group())) {
        seen.add(process.group());
      }
      process.appendReplacement(state, "q" + seen.indexOf(process.group()));
    }
    return process.appendTail(state).toString();
  }

  @Override
  public String toString() {
    return "files %s%ncopies %s%nnote %s%nkubelet %s, old %s, next %s, lost %s%nread: %s%nplatform: %s%nformer: %s%nconfig: %s"
        .formatted(
            files,
            copies,
            note,
            findProcess(),
            process == old,
            next,
            lost,
            read,
            platform,
            formerConfig.orElse("none") + formerPlatform,
            config.orElse("absent"));
  }
}
