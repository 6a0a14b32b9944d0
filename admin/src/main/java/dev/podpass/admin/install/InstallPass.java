// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.install.Node.Program;
import dev.podpass.admin.install.Node.Trouble;
import dev.podpass.admin.install.Pass.Proof;
import dev.podpass.admin.install.PassReport.Outcome;
import dev.podpass.admin.install.Text.Wanted;
import dev.podpass.admin.kubelet.Kubelet;
import dev.podpass.admin.kubelet.Kubelet.Health;
import dev.podpass.admin.kubeletconfig.ConfigMerge.Placement;
import dev.podpass.admin.kubeletconfig.Takeover;
import dev.podpass.admin.state.Memory;
import dev.podpass.admin.state.Memory.Failed;
import dev.podpass.admin.state.Memory.File;
import dev.podpass.admin.state.Memory.Good;
import dev.podpass.admin.state.Memory.Original;
import dev.podpass.admin.state.Memory.Pending;
import dev.podpass.admin.state.Written;
import dev.podpass.spi.Sha256;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Brings a node to what is wanted: program, links, kubelet's file, restart, health. Each step is
 * decided by what is there, so a pass that was killed is made good by the next.
 */
final class InstallPass {
  private final Pass pass;
  private final Node node;
  private final InstallRequest request;
  private final NodeLayout layout;
  private final Consumer<Wanted> lint;
  private final Start first;
  private final Program program;
  private final Wanted wanted;

  InstallPass(Pass pass, InstallRequest request, Consumer<Wanted> lint) throws IOException {
    this.pass = pass;
    this.node = pass.node;
    this.request = request;
    this.layout = pass.layout;
    this.lint = lint;
    this.first = pass.first;
    this.program = node.program();
    this.wanted = first.text().with(request);
    pass.keeper = text -> keep(text, Optional.empty());
  }

  /** Makes the pass; empty if kubelet would have to be restarted and the node may wait. */
  Optional<PassReport> run(boolean mayWait) throws IOException {
    requireFree();
    boolean differs = !first.text().now().equals(Optional.of(wanted.text()));
    Optional<PassReport> held = held(differs);
    boolean writes = differs && held.isEmpty();
    if (writes) {
      lint.accept(wanted);
    }
    if (pass.restarts() && first.runs() && restarts(writes)) {
      pass.requireRestartable();
      if (mayWait) {
        return Optional.empty();
      }
    }
    if (held.isPresent() && first.isBare()) {
      return held;
    }
    Health health = writes || first.isForgotten() ? pass.health() : Health.UNKNOWN;
    keep(first.text(), Optional.empty());
    Optional<Trouble> unfit = putFiles(held);
    if (unfit.isPresent()) {
      return Optional.of(undo(wanted.values(), unfit.get()).afterTrial());
    }
    if (writes) {
      write(health);
    } else {
      keepText(health);
    }
    return Optional.of(proven(held));
  }

  private boolean restarts(boolean writes) {
    Memory memory = first.memory();
    return writes
        ? !memory.hasRead(first.process(), wanted.values())
        : first.isForgotten()
            || memory.pending().filter(it -> !it.isReadBy(first.process())).isPresent();
  }

  /** A file of another program is never replaced. */
  private void requireFree() throws IOException {
    boolean ours =
        first.memory().original().filter(it -> it.names().contains(request.name())).isPresent()
            || first.links().containsValue(request.name())
            || !first.text().ours().isEmpty();
    boolean taken = program == Program.NO_FILE || (program == Program.OTHER && !ours);
    String occupied = taken ? request.name() : "";
    for (String link : wanted.names()) {
      occupied = occupied.isEmpty() && node.isTaken(link) ? link : occupied;
    }
    if (!occupied.isEmpty()) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          layout.binDir() + "/" + occupied + " exists, and podpass did not put it there",
          "remove it, or set another --name");
    }
  }

  /** Why a change is not made now, if it is not. */
  private Optional<PassReport> held(boolean differs) throws IOException {
    if (request.insists() || (!differs && program == Program.WANTED)) {
      return Optional.empty();
    }
    Optional<Failed> failed = first.memory().failed();
    if (failed.isPresent()
        && failed.get().holds(change(wanted.values()), first.kubelet(), node.now())) {
      return Optional.of(
          pass.report(
                  Outcome.FAILED_BEFORE,
                  "failed before, and not tried again until %s: %s"
                      .formatted(failed.get().nextTry(), failed.get().reason()))
              .advising(
                  "run podpass node install with the same options to try it at once; "
                      + PassReport.LOG));
    }
    return differs && isComplete() ? contended() : Optional.empty();
  }

  /** Kubelet does not start with entries whose programs are gone, so they are not left there. */
  private boolean isComplete() throws IOException {
    for (String name : first.memory().original().map(Original::names).orElse(List.of())) {
      if (!name.equals(request.name())
          && !node.isTaken(name)
          && first.text().ours().stream().anyMatch(it -> it.startsWith(name + "-"))) {
        return false;
      }
    }
    return true;
  }

  private Optional<PassReport> contended() {
    Optional<Written> last = last();
    boolean same = last.filter(it -> it.values().equals(wanted.values())).isPresent();
    return last.flatMap(it -> it.waitsUntil(wanted.values(), node.now()))
        .map(time ->
            same
                ? pass.report(
                        Outcome.BACKING_OFF,
                        "another program keeps changing %s; it is not changed until %s"
                            .formatted(layout.config(), time))
                    .advising("find the program that changes it, or give it podpass's entries")
                : pass.report(
                        Outcome.OTHER_OPTIONS,
                        "another podpass wants other options here, and replaced these within a day;"
                            + " %s is not changed until %s".formatted(layout.config(), time))
                    .advising(
                        "let one podpass manage each node: correct the node selectors of the"
                            + " chart's releases, or stop the timer beside them"));
  }

  /** The entries that were written last; empty if it is not known whether the write was made. */
  private Optional<Written> last() {
    Memory memory = first.memory();
    boolean begun = memory.pending().filter(it -> it.after().isEmpty()).isPresent();
    return memory.written().filter(it -> !begun && !it.values().isEmpty());
  }

  private void keep(Text text, Optional<String> wanted) throws IOException {
    Original next = text.toKeep(layout, request.name(), replaced(), node.isTextSafe(), wanted);
    if (!text.original().equals(Optional.of(next))) {
      boolean anew = !text.original().map(Original::text).equals(Optional.of(next.text()));
      node.keep(next, anew);
    }
  }

  private Optional<String> replaced() {
    return request.placement() instanceof Placement.Replacing(String name)
        ? Optional.of(name)
        : Optional.empty();
  }

  /** Directories, program and links, before any text names them; why the program does not run. */
  private Optional<Trouble> putFiles(Optional<PassReport> held) throws IOException {
    for (String path : layout.missing()) {
      if (node.makeDirectory(path)) {
        pass.changes.add("added " + path);
      }
    }
    boolean failed = held.filter(it -> it.outcome() == Outcome.FAILED_BEFORE).isPresent();
    boolean stays = failed && program == Program.OTHER && node.programRuns();
    if (program != Program.WANTED && !stays) {
      Optional<Trouble> unfit = node.putProgram();
      if (unfit.isPresent()) {
        return unfit;
      }
      note(request.name(), program == Program.ABSENT);
    }
    for (String link : held.isPresent() ? first.text().ours() : wanted.names()) {
      if (node.putLink(link)) {
        note(link, !first.links().containsKey(link));
      }
    }
    return Optional.empty();
  }

  private void note(String name, boolean isNew) {
    pass.changes.add((isNew ? "added " : "replaced ") + layout.binDir() + "/" + name);
  }

  private void write(Health health) throws IOException {
    List<String> effects = new ArrayList<>();
    pass.write(
        now -> {
          Wanted again = now.with(request);
          lint.accept(again);
          keep(now, Optional.of(again.text()));
          effects.clear();
          effects.addAll(effects(again));
          return Optional.of(again.text());
        },
        health,
        last()
            .map(it -> it.then(wanted.values(), node.now()))
            .orElseGet(() -> first.memory().last()));
    pass.changes.addAll(effects);
  }

  /** The text stays, but not what others may do to it, and what is not known of it. */
  private void keepText(Health health) throws IOException {
    if (!node.isTextSafe() && first.text().now().isPresent()) {
      node.write(first.text().now(), first.text().now());
      pass.changes.add("gave to root alone " + layout.config());
    }
    if (first.isForgotten()) {
      pass.doubt(first.text(), health);
    }
  }

  /** What becomes of the images of the entry that is replaced. */
  private List<String> effects(Wanted wanted) {
    return wanted.base().isPresent() && replaced().isPresent()
        ? Takeover.effects(wanted.base().get(), wanted.text(), replaced().get(), wanted.names())
        : List.of();
  }

  private PassReport proven(Optional<PassReport> held) throws IOException {
    Optional<String> pending = node.memory().pending().map(Pending::values);
    if (held.isPresent() && !pending.equals(Optional.of(pass.text().values()))) {
      return held.get();
    }
    Proof proof = pass.prove();
    if (proof instanceof Proof.Failed(Trouble trouble)) {
      // Where another podpass's text was left for a while, it is that one that failed.
      String there = pass.text().values();
      return undo(there.isEmpty() ? wanted.values() : there, trouble).afterHealth();
    }
    if (held.isPresent()) {
      return held.get();
    }
    if (!pass.text().values().equals(wanted.values())) {
      throw new CredentialException(
          Kind.TRY_AGAIN,
          "another program changed " + layout.config() + " at the same time",
          "the next pass tries again; find the program that changes it, if this happens often");
    }
    finish();
    boolean changed = !pass.changes.isEmpty();
    if (!(proof instanceof Proof.Done(String message))) {
      return pass.report(
          Outcome.RESTART_PENDING,
          changed ? "restart kubelet to use it" : "restart kubelet to use the configuration");
    }
    return changed || pass.restarted() > 0
        ? pass.report(Outcome.CHANGED, message)
        : pass.report(Outcome.UNCHANGED, "nothing had to be changed");
  }

  private String change(String values) throws IOException {
    return Sha256.of(
        String.join(
            "\n", values, layout.config(), request.name(), Sha256.of(request.executable())));
  }

  private Undo undo(String values, Trouble trouble) throws IOException {
    node.save(
        new Failed(change(values), first.kubelet(), node.now(), trouble.reason(), trouble.log()));
    return new Undo(pass, program, trouble);
  }

  /** What is obsolete goes once the text is proven: until then it may be put back. */
  private void finish() throws IOException {
    Memory memory = node.memory();
    if (memory.pending().isEmpty() && memory.good().isPresent()) {
      Good good = memory.good().get();
      String process = pass.kubelet.look();
      if (!good.process().equals(process) && !process.equals(Kubelet.NONE)) {
        node.save(new Good(good.written(), good.text(), process));
      }
      Set<String> kept = new HashSet<>(wanted.names());
      kept.add(request.name());
      pass.removeFiles(memory, kept);
    }
    if (memory.failed().isPresent()) {
      node.drop(File.FAILED);
    }
  }
}
