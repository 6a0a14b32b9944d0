// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.install.Node.Trouble;
import dev.podpass.admin.install.PassReport.Outcome;
import dev.podpass.admin.kubelet.Kubelet;
import dev.podpass.admin.kubelet.Kubelet.Health;
import dev.podpass.admin.kubelet.RestartPolicy;
import dev.podpass.admin.state.Memory;
import dev.podpass.admin.state.Memory.File;
import dev.podpass.admin.state.Memory.Good;
import dev.podpass.admin.state.Memory.Original;
import dev.podpass.admin.state.Memory.Pending;
import dev.podpass.admin.state.Written;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * What installing, undoing and removing have in common: kubelet's file is written, and then a
 * kubelet must have read it and be as well as before. {@link InstallPass} and {@link UninstallPass}
 * say what is written.
 */
final class Pass {
  /** A kubelet that is healthy and has lived this long is not one that crashes again and again. */
  private static final Duration PROOF = Duration.ofMinutes(1);

  private static final Proof UNTOUCHED = new Proof.Done("kubelet did not have to be restarted");
  private static final Proof NOT_RUNNING =
      new Proof.Done("kubelet is not running; it reads the configuration when it starts");

  /** How often another program may write kubelet's file at the same time. */
  private static final int MOST_CONFLICTS = 5;

  final Node node;
  final Kubelet kubelet;
  final NodeLayout layout;
  final List<String> changes;
  final Start first;
  private final RestartPolicy policy;
  private int restarts;

  /** Is given each text that is proven. */
  Keeper keeper = _ -> {};

  Pass(Node node, Kubelet kubelet, List<String> changes) throws IOException {
    this.node = node;
    this.kubelet = kubelet;
    this.policy = kubelet.policy();
    this.layout = node.layout();
    this.changes = changes;
    String process = kubelet.look();
    this.first = new Start(node.memory(), text(), node.links(), process, kubelet.digest());
  }

  /** Whether kubelet runs with what is written. */
  sealed interface Proof {
    /** It does, as well as before, or reads it when it starts. */
    record Done(String message) implements Proof {}

    /** It does not, and the operator restarts it. */
    record RestartPending() implements Proof {}

    /** It was restarted, and is not as well; or it was not restarted. */
    record Failed(Trouble trouble) implements Proof {}
  }

  Text text() throws IOException {
    return Text.of(node, node.memory());
  }

  boolean restarts() {
    return policy.restarts();
  }

  int restarted() {
    return restarts;
  }

  /** How well kubelet was before a change that is not proven yet, or is. */
  Health health() throws IOException {
    Health before = node.memory().pending().map(Pending::health).orElse(Health.UNKNOWN);
    return before != Health.UNKNOWN ? before : kubelet.health();
  }

  /** Requires that kubelet can be restarted before anything is changed. */
  void requireRestartable() {
    if (policy.command().isEmpty() && kubelet.unit().isEmpty()) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          "kubelet's cgroup names no systemd unit of its own, so it cannot be restarted; nothing"
              + " was changed",
          "set --restart-command, or --no-restart and restart it yourself");
    }
  }

  /**
   * Writes kubelet's file. The process that runs before the write and the one that runs after it
   * have not read it.
   *
   * @param writer what becomes of the text that is there
   * @param last what was written before against others
   */
  void write(Writer writer, Health health, Written last) throws IOException {
    for (int conflicts = 0; ; conflicts++) {
      Text now = text();
      Optional<String> target = writer.of(now);
      Pending pending = pending(target, kubelet.look(), health, last);
      node.save(pending);
      try {
        node.write(now.now(), target);
      } catch (IOException e) {
        // What another program has written meanwhile is the base of the next attempt.
        if (conflicts < MOST_CONFLICTS && !node.text().equals(now.now())) {
          continue;
        }
        throw e;
      }
      String verb = now.now().isEmpty() ? "added " : "replaced ";
      changes.add((target.isEmpty() ? "removed " : verb) + layout.config());
      note(pending, target);
      return;
    }
  }

  /** Remembers what a file was without podpass's entries. */
  interface Keeper {
    void keep(Text text) throws IOException;
  }

  /** What becomes of a text; empty for no file. */
  interface Writer {
    Optional<String> of(Text now) throws IOException;
  }

  private Pending pending(Optional<String> text, String process, Health health, Written last)
      throws IOException {
    Memory memory = node.memory();
    Optional<String> unit = kubelet.unit().or(() -> memory.pending().flatMap(Pending::unit));
    return new Pending(
        last.with(Text.values(text, node.ours(text)), node.now()),
        Text.digest(text),
        process,
        Optional.empty(),
        health,
        unit,
        Optional.empty());
  }

  /** A kubelet that has read the text, or its entries, before need not be restarted. */
  private void note(Pending pending, Optional<String> text) throws IOException {
    String process = kubelet.look();
    if (first.hasRead(process, text)) {
      node.drop(File.PENDING);
    } else if (text.isPresent() && node.memory().hasRead(process, pending.values())) {
      node.save(new Good(pending.written(), text.get(), process));
      node.drop(File.PENDING);
    } else {
      node.save(pending.noting(process));
    }
  }

  /** What is there was written, and it is not known which kubelet has read it. */
  void doubt(Text text, Health health) throws IOException {
    String process = kubelet.look();
    node.save(pending(text.now(), process, health, node.memory().last()).noting(process));
  }

  /** Has kubelet read what is written, and waits until it is as well with it as before. */
  Proof prove() throws IOException {
    Optional<Pending> unproven = node.memory().pending();
    String process = kubelet.look();
    boolean runs = !process.equals(Kubelet.NONE);
    if (unproven.isEmpty()) {
      return runs ? UNTOUCHED : NOT_RUNNING;
    }
    Pending pending = unproven.get();
    if (pending.after().isEmpty()) {
      Text now = text();
      // A pass that was killed before the write leaves a note of what is not there.
      boolean written = Text.digest(now.now()).equals(pending.text());
      note(
          written ? pending : pending(now.now(), process, pending.health(), pending.written()),
          now.now());
      return prove();
    }
    boolean read = runs && pending.isReadBy(process);
    if (!policy.restarts()) {
      return byOperator(pending, process, read);
    }
    return runs || pending.health() != Health.UNKNOWN ? read(pending, process, read) : NOT_RUNNING;
  }

  /**
   * Goes back to a text that worked.
   *
   * @param otherwise what is written if another program has changed more of the file than podpass's
   *     entries since then, which would be lost with it; or if there is no such text
   */
  Proof goBack(Optional<String> text, Writer otherwise, Health health) throws IOException {
    List<String> ours = node.ours(text);
    write(
        now -> text.isPresent() && now.hasBaseOf(text, ours) ? text : otherwise.of(now),
        health,
        node.memory().last());
    Proof proof = prove();
    Optional<Pending> pending = node.memory().pending();
    if (proof instanceof Proof.Failed(Trouble again) && again.restarted() && pending.isPresent()) {
      // A kubelet that is ill for another reason need not become well.
      node.save(pending.get().expecting(Health.UNKNOWN));
    }
    return proof;
  }

  private Proof byOperator(Pending pending, String process, boolean read) throws IOException {
    if (process.equals(Kubelet.NONE)) {
      return NOT_RUNNING;
    }
    if (!read) {
      return new Proof.RestartPending();
    }
    if (kubelet.health().compareTo(pending.health()) >= 0) {
      settle(pending, process);
    }
    return UNTOUCHED;
  }

  private Proof read(Pending pending, String process, boolean read) throws IOException {
    Optional<String> unit = kubelet.unit().or(pending::unit);
    Optional<String> complaint = Optional.empty();
    if (!read) {
      restarts++;
      complaint = kubelet.restart(unit);
    }
    // Where one was healthy already and is gone, the next must live longer.
    boolean again = pending.seen().filter(it -> !it.equals(process)).isPresent();
    Instant begin = node.now();
    Optional<String> awaited =
        kubelet.await(pending.unread(), pending.health(), again ? PROOF : Kubelet.LIFE);
    if (awaited.isPresent()) {
      settle(pending, awaited.get());
      return done(read, pending.health());
    }
    String now = kubelet.look();
    if (pending.unread().contains(now)) {
      return new Proof.Failed(notRestarted(complaint));
    }
    if (pending.health() == Health.UNKNOWN) {
      return now.equals(Kubelet.NONE) ? NOT_RUNNING : done(read, Health.UNKNOWN);
    }
    return new Proof.Failed(
        new Trouble(
            "kubelet was not healthy within %d s of its restart%s"
                .formatted(waited(begin), because(complaint)),
            PassReport.LOG,
            kubelet.log(unit),
            complaint.isEmpty()));
  }

  private long waited(Instant begin) {
    return Math.clamp(
        Duration.between(begin, node.now()).toSeconds(), 0, policy.patience().toSeconds());
  }

  private Proof done(boolean read, Health before) {
    return read
        ? UNTOUCHED
        : new Proof.Done(
            before != Health.HEALTHY
                ? "kubelet was restarted and lives; whether it is healthy was not known before"
                : kubelet.health() == Health.HEALTHY
                    ? "kubelet was restarted and is healthy"
                    : "kubelet was restarted and lives, but another process has its health port");
  }

  private static String because(Optional<String> complaint) {
    return complaint.map(it -> ": " + it).orElse("");
  }

  private Trouble notRestarted(Optional<String> complaint) {
    return new Trouble(
        "kubelet was not restarted within %d s%s"
            .formatted(policy.patience().toSeconds(), because(complaint)),
        "run podpass as root with the node's process namespace (hostPID), or set"
            + " --restart-command to a command that works on the node",
        List.of(),
        false);
  }

  /** Kubelet is healthy with the text; it is proven once the same process has lived for longer. */
  private void settle(Pending pending, String process) throws IOException {
    Text text = text();
    if (pending.values().isEmpty()) {
      return; // Nothing of podpass's is proven.
    }
    // What another program has written meanwhile is remembered with it.
    keeper.keep(text);
    if (!text.values().equals(pending.values())) {
      return; // Kubelet may have started after it.
    }
    if (kubelet.age(process).compareTo(PROOF) >= 0) {
      node.save(new Good(pending.written(), text.now().orElseThrow(), process));
      node.drop(File.PENDING);
    } else if (!pending.seen().equals(Optional.of(process))) {
      node.save(pending.seenAs(process));
    }
  }

  /**
   * Removes what podpass has put into kubelet's plugin directory, but what is kept; if nothing is,
   * directories, too.
   */
  void removeFiles(Memory memory, Set<String> kept) throws IOException {
    SequencedMap<String, String> links = node.links();
    Set<String> names = new LinkedHashSet<>(links.keySet());
    names.addAll(links.values());
    memory.original().ifPresent(it -> names.addAll(it.names()));
    names.removeAll(kept);
    for (String name : names) {
      if (node.remove(name)) {
        changes.add("removed " + layout.binDir() + "/" + name);
      }
    }
    for (String path : memory.original().map(Original::made).orElse(List.of()).reversed()) {
      if (kept.isEmpty() && node.removeDirectory(path)) {
        changes.add("removed " + path);
      }
    }
  }

  PassReport report(Outcome outcome, String message) {
    return new PassReport(
        node.now(),
        outcome,
        message,
        Optional.empty(),
        outcome == Outcome.ROLLED_BACK ? List.of() : changes,
        restarts);
  }
}
