// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.install.ConfigSnapshot.Target;
import dev.podpass.admin.install.Node.Failure;
import dev.podpass.admin.install.Node.Program;
import dev.podpass.admin.install.Note.Back;
import dev.podpass.admin.install.Note.WrittenText;
import dev.podpass.admin.install.StateDirectory.Copy;
import dev.podpass.admin.kubelet.Kubelet;
import dev.podpass.admin.kubelet.Kubelet.Health;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A change of kubelet's file: it is written, a kubelet must have read it and live with it, as
 * healthy as before, and otherwise it is put back.
 */
final class Change {
  /** A kubelet that has lived this long is not one that crashes again and again. */
  private static final Duration PROOF = Duration.ofMinutes(1);

  /** Whether a kubelet runs with what is written. */
  sealed interface Proof {
    /** It does, as healthy as before, or reads it when it starts. */
    record Done(String message) implements Proof {}

    /** It does not, and the operator restarts it. */
    record Pending() implements Proof {}

    /** It was restarted, and is not as healthy; or it was not restarted. */
    record Failed(Failure failure) implements Proof {}
  }

  private static final Proof UNTOUCHED = new Proof.Done("kubelet did not have to be restarted");
  private static final Proof NOT_RUNNING =
      new Proof.Done("kubelet is not running; it reads the configuration when it starts");

  private final Node node;
  private final Kubelet kubelet;
  private final List<String> changes;
  private final String process;

  /** The entries that the process has read which ran when the pass began, if they are known. */
  private final Optional<String> read;

  private Health health = Health.DOWN;
  private int restarts;

  Change(Node node, Kubelet kubelet, ConfigSnapshot first, List<String> changes) {
    this.node = node;
    this.kubelet = kubelet;
    this.changes = changes;
    this.process = kubelet.findProcess();
    this.read = read(first);
  }

  private Optional<String> read(ConfigSnapshot first) {
    if (!runs()) {
      return Optional.empty();
    }
    Optional<WrittenText> last = node.note().written();
    return last.isEmpty()
        ? Optional.of("").filter(_ -> first.ours().isEmpty())
        : last.filter(written ->
                written.proven().equals(Optional.of(process))
                    || (isNoted(first) && !written.unread().contains(process)))
            .map(WrittenText::entries);
  }

  private boolean runs() {
    return !process.equals(Kubelet.NONE);
  }

  int restarts() {
    return restarts;
  }

  /** Whether podpass's entries in a text are those that were written last. */
  boolean isNoted(ConfigSnapshot text) {
    return node.note()
        .written()
        .filter(written -> !written.isBegun() && written.entries().equals(text.values()))
        .isPresent();
  }

  /** Whether kubelet must be restarted to read these entries. */
  boolean restartsFor(String values) {
    return kubelet.policy().restarts() && runs() && !read.equals(Optional.of(values));
  }

  /** How kubelet is after a change that was put back. */
  String afterRollback() {
    return runs() && process.equals(kubelet.findProcess())
        ? "kept running"
        : (health == Health.HEALTHY ? "is healthy" : "lives") + " with them";
  }

  /** Remembers how healthy kubelet is, before anything is changed that it may not live with. */
  void begin(boolean changes) {
    Optional<Health> before =
        node.note()
            .written()
            .filter(written -> !changes || !written.isProven())
            .map(WrittenText::health)
            .filter(earlier -> earlier != Health.DOWN);
    health = before.orElseGet(changes ? kubelet::health : () -> Health.DOWN);
  }

  /**
   * Has kubelet's file as it is wanted.
   *
   * @param now what is there
   * @param replaced the entry whose place podpass's takes
   */
  void make(ConfigSnapshot now, Target target, Optional<String> replaced) throws IOException {
    if (!now.now().equals(target.text())) {
      write(now, target, replaced);
    } else if (!isNoted(now)) {
      recordUnread(now, replaced);
    }
  }

  private void write(ConfigSnapshot now, Target target, Optional<String> replaced)
      throws IOException {
    Note note = node.note();
    Set<String> texts = Set.of(now.digest(), ConfigSnapshot.digest(target.text()));
    WrittenText next = written(now, texts, target.values(), replaced);
    saveCopies(now);
    node.save(note.with(next));
    try {
      node.write(now.now(), target.text());
    } catch (IOException e) {
      if (node.text().equals(now.now())) {
        throw e;
      }
      node.save(note);
      throw node.layout().busy();
    }
    changes.add(
        (target.text().isEmpty() ? "removed " : now.now().isEmpty() ? "added " : "replaced ")
            + node.layout().config());
    String after = kubelet.findProcess();
    boolean has = read.equals(Optional.of(target.values())) && after.equals(process);
    WrittenText done = next.done(ConfigSnapshot.digest(target.text()), after);
    node.save(note.with(has ? done.readBy(after, true) : done));
  }

  private WrittenText written(
      ConfigSnapshot now, Set<String> texts, String values, Optional<String> replaced) {
    Optional<WrittenText> last = node.note().written();
    return new WrittenText(
        node.now(),
        now.base(),
        texts,
        values,
        replaced,
        health,
        kubelet.unit().or(() -> last.flatMap(WrittenText::unit)),
        isProven(now)
            ? Optional.of(new Back(now.digest(), last.flatMap(WrittenText::replaced)))
            : last.filter(written -> written.base().equals(now.base())).flatMap(WrittenText::back),
        Set.of(kubelet.findProcess()),
        Optional.empty());
  }

  /** Whether a kubelet has lived with this text, and it is podpass's. */
  private boolean isProven(ConfigSnapshot now) {
    return !now.ours().isEmpty()
        && node.note()
            .written()
            .filter(written -> written.texts().contains(now.digest()))
            .filter(text ->
                text.isProven() || text.back().map(Back::text).equals(Optional.of(now.digest())))
            .isPresent();
  }

  private void saveCopies(ConfigSnapshot now) throws IOException {
    if (now.rest().isPresent() && !now.rest().equals(now.original())) {
      node.saveCopy(Copy.ORIGINAL, now.rest().get());
    }
    if (isProven(now) && !now.now().equals(node.copy(Copy.BEFORE))) {
      node.saveCopy(Copy.BEFORE, now.now().orElseThrow());
    }
  }

  /** What is there was written, and it is not known which kubelet has read it. */
  private void recordUnread(ConfigSnapshot now, Optional<String> replaced) throws IOException {
    WrittenText there = written(now, Set.of(now.digest()), now.values(), replaced);
    saveCopies(now);
    node.save(node.note().with(there.done(now.digest(), kubelet.findProcess())));
  }

  /** Has kubelet read what is written, and waits until it is as healthy with it as before. */
  Proof prove() throws IOException {
    String now = kubelet.findProcess();
    boolean runs = !now.equals(Kubelet.NONE);
    Proof asItIs = runs ? UNTOUCHED : NOT_RUNNING;
    if (node.note().written().isEmpty()) {
      return asItIs;
    }
    WrittenText last = node.note().written().get();
    if (last.proven().equals(Optional.of(now)) || last.isSettled()) {
      if (runs) {
        boolean settled = last.isSettled() || node.now().isAfter(last.at().plus(PROOF));
        node.save(node.note().with(last.readBy(now, settled)));
      }
      return asItIs;
    }
    if (!kubelet.policy().restarts()) {
      boolean pending = runs && last.unread().contains(now);
      if (runs && !pending && kubelet.health().compareTo(last.health()) >= 0) {
        recordReader(last, now, false);
      }
      return pending ? new Proof.Pending() : asItIs;
    }
    return runs || last.health() != Health.DOWN ? restarted(last, now) : NOT_RUNNING;
  }

  private Proof restarted(WrittenText last, String now) throws IOException {
    Set<String> unread = last.unread();
    boolean restart = now.equals(Kubelet.NONE) || unread.contains(now);
    Optional<String> unit = kubelet.unit().or(last::unit);
    Optional<String> complaint = Optional.empty();
    if (restart) {
      restarts++;
      complaint = kubelet.restart(unit);
    }
    Instant begin = node.now();
    // If a kubelet has already died with this text, the next one must live longer.
    boolean again = last.isProven();
    Optional<String> awaited = kubelet.await(unread, last.health(), again ? PROOF : Kubelet.LIFE);
    if (awaited.isPresent()) {
      recordReader(last, awaited.get(), again);
      return restart ? done(last.health()) : UNTOUCHED;
    }
    String after = kubelet.findProcess();
    if (unread.contains(after)) {
      return new Proof.Failed(notRestarted(complaint));
    }
    if (last.health() == Health.DOWN) {
      return after.equals(Kubelet.NONE) ? NOT_RUNNING : done(Health.DOWN);
    }
    long seconds =
        Math.clamp(
            Duration.between(begin, node.now()).toSeconds(),
            0,
            kubelet.policy().patience().toSeconds());
    return new Proof.Failed(
        new Failure(
            "kubelet was not healthy within %d s of its restart%s"
                .formatted(seconds, because(complaint)),
            "see why in kubelet's log: journalctl -u " + unit.orElse("kubelet"),
            complaint.isEmpty()));
  }

  private Proof done(Health before) {
    return new Proof.Done(
        before != Health.HEALTHY
            ? "kubelet was restarted and lives; whether it is healthy was not known before"
            : kubelet.health() == Health.HEALTHY
                ? "kubelet was restarted and is healthy"
                : "kubelet was restarted and lives, but another process has its health port");
  }

  private static String because(Optional<String> complaint) {
    return complaint.map(text -> ": " + text).orElse("");
  }

  private Failure notRestarted(Optional<String> complaint) {
    return new Failure(
        "kubelet was not restarted within %d s%s"
            .formatted(kubelet.policy().patience().toSeconds(), because(complaint)),
        "run podpass as root with the node's process namespace (hostPID), or set"
            + " --restart-command to a command that works on the node",
        false);
  }

  /** A kubelet lives with it; unless another program has changed podpass's entries meanwhile. */
  private void recordReader(WrittenText last, String reader, boolean settled) throws IOException {
    Optional<String> text = node.text();
    if (!last.texts().contains(ConfigSnapshot.digest(text)) && !isNoted(ConfigSnapshot.of(node))) {
      throw node.layout().busy();
    }
    node.save(node.note().with(last.readBy(reader, settled)));
  }

  /**
   * Goes back to a text with which a kubelet has lived, if what was written since is there;
   * otherwise to one without podpass's entries.
   */
  Proof goBack(boolean withEntries) throws IOException {
    health = node.note().written().map(WrittenText::health).orElse(health);
    putBack(ConfigSnapshot.of(node), withEntries);
    Proof proof = prove();
    Optional<WrittenText> there = node.note().written();
    if (proof instanceof Proof.Failed(Failure again) && again.restarted() && there.isPresent()) {
      // A kubelet that is ill for another reason need not become well; one that is gone must live.
      boolean gone = kubelet.findProcess().equals(Kubelet.NONE);
      node.save(node.note().with(there.get().expecting(gone ? Health.LIVES : Health.DOWN)));
    }
    return proof;
  }

  private void putBack(ConfigSnapshot now, boolean withEntries) throws IOException {
    Optional<Back> back =
        node.note().written().flatMap(WrittenText::back).filter(_ -> withEntries && now.written());
    Optional<String> before = back.isEmpty() ? Optional.empty() : node.copy(Copy.BEFORE);
    boolean same = back.filter(to -> to.text().equals(ConfigSnapshot.digest(before))).isPresent();
    Target target = same ? ConfigSnapshot.again(before.orElseThrow(), node) : now.without();
    boolean whole = node.program() == Program.WANTED || node.programRuns();
    if (!target.names().isEmpty() && !whole) {
      var _ = node.putProgram();
    }
    for (String name : target.names()) {
      node.putLink(name);
    }
    Optional<String> replaced = same ? back.flatMap(Back::replaced) : Optional.empty();
    if (now.now().equals(target.text())) {
      recordUnread(now, replaced);
    } else {
      write(now, target, replaced);
    }
  }
}
