// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.install.Node.Program;
import dev.podpass.admin.install.Node.Trouble;
import dev.podpass.admin.install.Pass.Proof;
import dev.podpass.admin.install.PassReport.Outcome;
import dev.podpass.admin.install.Text.Target;
import dev.podpass.admin.install.Text.Wanted;
import dev.podpass.admin.install.Undo.Start;
import dev.podpass.admin.kubelet.Kubelet;
import dev.podpass.admin.kubelet.Kubelet.Health;
import dev.podpass.admin.kubeletconfig.Placement;
import dev.podpass.admin.kubeletconfig.Takeover;
import dev.podpass.admin.state.Memory;
import dev.podpass.admin.state.Memory.Failed;
import dev.podpass.admin.state.Memory.File;
import dev.podpass.admin.state.Memory.Good;
import dev.podpass.admin.state.Memory.Original;
import dev.podpass.admin.state.Memory.Pending;
import dev.podpass.admin.state.Written;
import dev.podpass.core.file.Sha256;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Brings a node to what is wanted: program, links, kubelet's file, restart, health. Each step is
 * decided by what is there, so a pass that was killed is made good by the next.
 */
final class InstallPass {
  private final Pass pass;
  private final Node node;
  private final Kubelet kubelet;
  private final InstallRequest request;
  private final NodeLayout layout;
  private final Consumer<Wanted> lint;

  /**
   * For one pass.
   *
   * @param lint refuses a text that kubelet would not start with
   */
  InstallPass(Pass pass, InstallRequest request, Consumer<Wanted> lint) {
    this.pass = pass;
    this.node = pass.node;
    this.kubelet = pass.kubelet;
    this.request = request;
    this.layout = pass.layout;
    this.lint = lint;
    pass.keeper = this::keep;
  }

  private Start look() throws IOException {
    String process = kubelet.look();
    return new Start(
        node.memory(), pass.text(), process, kubelet.digest(), node.program(), node.links());
  }

  /**
   * Makes the pass.
   *
   * @param mayWait whether a node that is in service is left alone if its kubelet would have to be
   *     restarted
   * @return what was done; empty if the node is left alone
   * @throws CredentialException if nothing may be done
   */
  Optional<PassReport> run(boolean mayWait) throws IOException {
    Start start = look();
    Wanted wanted = start.text().with(request);
    requireFree(start, wanted);
    boolean differs = !start.text().now().equals(Optional.of(wanted.text()));
    Optional<PassReport> held = held(start, wanted, differs);
    boolean writes = differs && held.isEmpty();
    if (writes) {
      lint.accept(wanted);
    }
    if (pass.restarts() && start.runs() && restarts(start, wanted, writes)) {
      pass.requireRestartable();
      if (mayWait && node.isInService()) {
        return Optional.empty();
      }
    }
    if (held.isPresent() && start.text().values().isEmpty() && start.memory().values().isEmpty()) {
      return held;
    }
    Health health = writes || start.isForgotten() ? pass.health() : Health.UNKNOWN;
    keep(start.text());
    Optional<Trouble> unfit = putFiles(start, wanted, held);
    if (unfit.isPresent()) {
      return Optional.of(
          new Undo(pass, start).afterTrial(failed(start, wanted, unfit.get()), unfit.get()));
    }
    if (writes) {
      write(start.memory(), wanted, health);
    } else if (!node.isTextSafe() && start.text().now().isPresent()) {
      node.write(start.text().now(), start.text().same());
      pass.changes.add("gave to root alone " + layout.config());
    }
    if (!writes && start.isForgotten()) {
      pass.doubt(start.text(), health);
    }
    return Optional.of(proven(start, wanted, held));
  }

  private boolean restarts(Start start, Wanted wanted, boolean writes) {
    return writes
        ? !start.memory().hasRead(start.process(), wanted.values())
        : start.isForgotten()
            || start.memory().pending().filter(it -> !it.isReadBy(start.process())).isPresent();
  }

  /** A file of another program is never replaced. */
  private void requireFree(Start start, Wanted wanted) throws IOException {
    boolean ours =
        start.memory().original().filter(it -> it.names().contains(request.name())).isPresent()
            || start.links().containsValue(request.name())
            || !start.text().ours().isEmpty();
    boolean taken =
        start.program() == Program.NO_FILE || (start.program() == Program.OTHER && !ours);
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
  private Optional<PassReport> held(Start start, Wanted wanted, boolean differs)
      throws IOException {
    if (request.insists() || (!differs && start.program() == Program.WANTED)) {
      return Optional.empty();
    }
    Optional<Failed> failed = start.memory().failed();
    if (failed.isPresent() && failed.get().holds(change(wanted), start.kubelet(), node.now())) {
      return Optional.of(
          pass.report(
              Outcome.FAILED_BEFORE,
              "failed before, and not tried again until %s: %s"
                  .formatted(failed.get().nextTry(), failed.get().reason()),
              Optional.of(
                  "run podpass node install with the same options to try it at once; podpass node"
                      + " status shows the end of kubelet's log")));
    }
    return differs ? contended(start.memory(), wanted) : Optional.empty();
  }

  private Optional<PassReport> contended(Memory memory, Wanted wanted) {
    if (isBegun(memory) || memory.values().isEmpty()) {
      return Optional.empty();
    }
    boolean same = memory.values().get().equals(wanted.values());
    return memory
        .last()
        .waitsUntil(wanted.values(), node.now())
        .map(time ->
            same
                ? pass.report(
                    Outcome.BACKING_OFF,
                    "another program keeps changing %s; it is not changed until %s"
                        .formatted(layout.config(), time))
                : pass.report(
                    Outcome.OTHER_OPTIONS,
                    "another podpass wants other options here, and replaced these within a day; %s"
                            .formatted(layout.config())
                        + " is not changed until "
                        + time));
  }

  /** Whether a write was begun, and it is not known whether it was made. */
  private static boolean isBegun(Memory memory) {
    return memory.pending().filter(it -> it.after().isEmpty()).isPresent();
  }

  private Written counted(Memory memory, String values) {
    return memory.values().isEmpty() || isBegun(memory)
        ? memory.last()
        : memory.last().then(values, node.now());
  }

  private void keep(Text text) throws IOException {
    Original next = text.toKeep(layout, request.name(), replaced(), node.isTextSafe());
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
  private Optional<Trouble> putFiles(Start start, Wanted wanted, Optional<PassReport> held)
      throws IOException {
    for (String path : layout.missing()) {
      if (node.makeDirectory(path)) {
        pass.changes.add("added " + path);
      }
    }
    boolean failed = held.filter(it -> it.outcome() == Outcome.FAILED_BEFORE).isPresent();
    boolean stays = failed && start.program() == Program.OTHER && node.programRuns();
    if (start.program() != Program.WANTED && !stays) {
      Optional<Trouble> unfit = node.putProgram();
      if (unfit.isPresent()) {
        return unfit;
      }
      note(request.name(), start.program() == Program.ABSENT);
    }
    for (String link : held.isPresent() ? start.text().ours() : wanted.names()) {
      if (node.putLink(link)) {
        note(link, !start.links().containsKey(link));
      }
    }
    return Optional.empty();
  }

  private void note(String name, boolean isNew) {
    pass.changes.add((isNew ? "added " : "replaced ") + layout.binDir() + "/" + name);
  }

  private void write(Memory memory, Wanted wanted, Health health) throws IOException {
    List<String> effects = new ArrayList<>();
    pass.write(
        now -> {
          Wanted again = now.with(request);
          lint.accept(again);
          keep(now);
          effects.clear();
          effects.addAll(effects(again));
          return new Target(Optional.of(again.text()), false, again.values());
        },
        health,
        counted(memory, wanted.values()));
    pass.changes.addAll(effects);
  }

  /** What becomes of the images of the entry that is replaced. */
  private List<String> effects(Wanted wanted) {
    return wanted.base().isPresent() && replaced().isPresent()
        ? Takeover.effects(
            wanted.base().get(),
            wanted.text(),
            replaced().get(),
            wanted.document().taker(wanted.base().get(), replaced().get()))
        : List.of();
  }

  private PassReport proven(Start start, Wanted wanted, Optional<PassReport> held)
      throws IOException {
    String pending = node.memory().pending().map(Pending::values).orElse("");
    if (held.isPresent() && !pass.text().values().equals(pending)) {
      return held.get();
    }
    Proof proof = pass.prove();
    if (proof instanceof Proof.Failed(Trouble trouble)) {
      return new Undo(pass, start).afterHealth(failed(start, wanted, trouble), trouble);
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
    finish(wanted);
    return report(proof);
  }

  private String change(Wanted wanted) throws IOException {
    return Sha256.of(
        String.join("\n", wanted.values(), layout.config(), request.name(), node.executable()));
  }

  private Failed failed(Start start, Wanted wanted, Trouble trouble) throws IOException {
    return new Failed(change(wanted), start.kubelet(), node.now(), trouble.reason(), trouble.log());
  }

  /** What is obsolete goes once the text is proven: until then it may be put back. */
  private void finish(Wanted wanted) throws IOException {
    Memory memory = node.memory();
    if (memory.pending().isEmpty() && memory.good().isPresent()) {
      Good good = memory.good().get();
      String process = kubelet.look();
      if (!good.process().equals(process) && !process.equals(Kubelet.NONE)) {
        node.save(new Good(good.written(), good.text(), process));
      }
      removeObsolete(wanted, memory);
    }
    if (memory.failed().isPresent()) {
      node.drop(File.FAILED);
    }
  }

  private void removeObsolete(Wanted wanted, Memory memory) throws IOException {
    for (String link : node.links().keySet()) {
      if (!wanted.names().contains(link)) {
        pass.removeFile(link);
      }
    }
    for (String name : memory.original().map(Original::names).orElse(List.of())) {
      if (!name.equals(request.name())) {
        pass.removeFile(name);
      }
    }
  }

  private PassReport report(Proof proof) throws IOException {
    boolean changed = !pass.changes.isEmpty();
    Outcome outcome = changed || pass.restarted() > 0 ? Outcome.CHANGED : Outcome.UNCHANGED;
    return switch (proof) {
      case Proof.NotRunning _ ->
          pass.report(
              outcome,
              changed
                  ? "kubelet is not running; it reads the configuration when it starts"
                  : "nothing had to be changed");
      case Proof.RestartPending _ ->
          pass.report(
              Outcome.RESTART_PENDING,
              changed ? "restart kubelet to use it" : "restart kubelet to use the configuration");
      case Proof.Read(Health before, Health now) ->
          pass.report(
              outcome,
              pass.restarted() > 0
                  ? restarted(before, now)
                  : changed ? "kubelet did not have to be restarted" : "nothing had to be changed");
      case Proof.Failed(Trouble trouble) -> throw new IllegalStateException(trouble.reason());
    };
  }

  private static String restarted(Health before, Health now) {
    return now == Health.HEALTHY
        ? "kubelet was restarted and is healthy"
        : before == Health.HEALTHY
            ? "kubelet was restarted and lives, but another process has its health port"
            : "kubelet was restarted and lives; whether it is healthy was not known before";
  }
}
