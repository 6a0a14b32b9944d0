// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.install.Change.Proof;
import dev.podpass.admin.install.ConfigSnapshot.Target;
import dev.podpass.admin.install.Node.Failure;
import dev.podpass.admin.install.Note.Failed;
import dev.podpass.admin.install.Note.WrittenText;
import dev.podpass.admin.kubelet.Kubelet;
import dev.podpass.spi.Sha256;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One pass over a node, that installs podpass or removes it: program and links, kubelet's file,
 * restart, and a kubelet that lives. Each step is decided by what is there, so a pass that was
 * killed is made good by the next.
 */
final class Pass {
  static final String NOTHING = "podpass has put nothing on this node";

  private final Node node;
  private final Kubelet kubelet;
  private final Consumer<Target> lint;
  private final List<String> changes;
  private final NodeLayout layout;
  private final ConfigSnapshot first;
  private final ProgramFiles files;
  private final Change change;

  /**
   * Creates a pass.
   *
   * @param lint refuses a text with which kubelet would not start
   * @param changes is given what was changed
   */
  Pass(Node node, Kubelet kubelet, Consumer<Target> lint, List<String> changes) throws IOException {
    this.node = node;
    this.kubelet = kubelet;
    this.lint = lint;
    this.changes = changes;
    this.layout = node.layout();
    this.first = ConfigSnapshot.of(node);
    this.files = new ProgramFiles(node, first, changes);
    this.change = new Change(node, kubelet, first, changes);
  }

  /** Installs podpass; empty if kubelet would have to be restarted and the node may wait. */
  Optional<PassReport> install(InstallRequest request, List<String> denied, boolean mayWait)
      throws IOException {
    Target wanted = first.with(request);
    files.requireFree(wanted.names());
    boolean differs = !first.now().equals(wanted.text());
    Optional<PassReport> postponed =
        request.insists() || (!differs && files.isWanted())
            ? Optional.empty()
            : postponed(request, wanted, differs);
    boolean writes = differs && postponed.isEmpty();
    boolean proves = postponed.isEmpty() || change.isNoted(first);
    Target next = writes ? wanted : first.there();
    if (writes) {
      requireGranted(denied, first, wanted);
    }
    if (requireUsable(next, writes, proves) && mayWait) {
      return Optional.empty();
    }
    boolean bare = first.ours().isEmpty() && node.note().entries().isEmpty() && files.areAbsent();
    if (postponed.isPresent() && bare) {
      return postponed;
    }
    change.begin(writes || !change.isNoted(first));
    node.save(node.note().at(layout.place(request.name(), node.note().place())));
    List<String> names = next.names().isEmpty() ? wanted.names() : next.names();
    boolean failed = postponed.filter(pass -> pass.outcome() == Outcome.FAILED_BEFORE).isPresent();
    Optional<Failure> unfit = files.put(names, failed);
    if (unfit.isPresent()) {
      node.save(node.note().with(failed(request, wanted.values(), unfit.get())));
      return Optional.of(unfit(unfit.get(), bare));
    }
    if (writes) {
      node.save(node.note().writing(wanted.values(), node.boot(), node.now()));
    }
    if (postponed.isEmpty()) {
      change.make(first, next, request.replaced());
      changes.addAll(next.effects());
    }
    if (!proves) {
      return postponed;
    }
    Proof proof = change.prove();
    if (proof instanceof Proof.Failed(Failure failure)) {
      // Where another podpass's text was left for a while, it is that one that failed.
      node.save(node.note().with(failed(request, node.note().entries(), failure)));
      return Optional.of(undone(failure, true));
    }
    return postponed.isPresent() ? postponed : Optional.of(installed(proof, names));
  }

  /** Kubelet would not run a new entry for such tokens; one that is there may not be the cause. */
  private static void requireGranted(List<String> denied, ConfigSnapshot now, Target wanted) {
    List<String> there = audiences(now.now());
    audiences(wanted.text()).stream()
        .filter(audience -> denied.contains(audience) && !there.contains(audience))
        .findFirst()
        .ifPresent(audience -> {
          throw new CredentialException(
              Kind.UNAVAILABLE,
              "kubelet may not request tokens for %s, so it would not run podpass; nothing was"
                      .formatted(audience)
                  + " changed",
              InstallRequest.GRANT + "; the next pass tries again");
        });
  }

  private static List<String> audiences(Optional<String> text) {
    return text.map(ConfigSnapshot::entries).orElse(List.of()).stream()
        .flatMap(entry -> entry.audience().stream())
        .toList();
  }

  /** Requires that kubelet starts with a text; returns whether it must be restarted to read it. */
  private boolean requireUsable(Target next, boolean writes, boolean proves) {
    boolean due = proves && change.restartsFor(next.values());
    if (writes || due) {
      lint.accept(next);
    }
    if (due && kubelet.policy().command().isEmpty() && kubelet.unit().isEmpty()) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          "kubelet's cgroup names no systemd unit of its own, so it cannot be restarted; nothing"
              + " was changed",
          "set --restart-command, or --no-restart and restart it yourself");
    }
    return due;
  }

  private Optional<PassReport> postponed(InstallRequest request, Target wanted, boolean differs)
      throws IOException {
    String change = digest(request, wanted.values());
    Optional<Failed> failed = node.note().failed().filter(last -> last.holds(change, node.now()));
    return failed.isPresent()
        ? Optional.of(
            report(
                Outcome.FAILED_BEFORE,
                "failed before, and not tried again until %s: %s"
                    .formatted(failed.get().nextTry(), failed.get().reason()),
                "run podpass node install with the same options to try it at once"))
        : differs ? contended(wanted.values()) : Optional.empty();
  }

  private Optional<PassReport> contended(String values) {
    return node.note()
        .postponedUntil(values, node.boot(), node.now())
        .map(time ->
            values.equals(node.note().entries())
                ? report(
                    Outcome.BACKING_OFF,
                    "another program keeps changing %s; it is not changed until %s"
                        .formatted(layout.config(), time),
                    "find the program that changes it, or give it podpass's entries")
                : report(
                    Outcome.OTHER_OPTIONS,
                    "another podpass wants other options here, and replaced these since the boot;"
                        + " %s is not changed until %s".formatted(layout.config(), time),
                    "let one podpass manage each node: correct the node selectors of the chart's"
                        + " releases, or stop the timer beside them"));
  }

  private Failed failed(InstallRequest request, String values, Failure failure) throws IOException {
    return new Failed(digest(request, values), node.now(), failure.reason());
  }

  /** Of what a change would make. */
  private String digest(InstallRequest request, String values) throws IOException {
    return Sha256.of(
        String.join(
            "\n", values, layout.config(), request.name(), Sha256.of(request.executable())));
  }

  /** What is obsolete goes once a kubelet lives without it. */
  private PassReport installed(Proof proof, List<String> names) throws IOException {
    if (!(proof instanceof Proof.Done(String how))) {
      return report(
          Outcome.RESTART_PENDING,
          "restart kubelet to use " + (changes.isEmpty() ? "the configuration" : "it"));
    }
    files.removeOthers(names);
    node.save(node.note().withoutFailure());
    return changes.isEmpty() && change.restarts() == 0
        ? report(Outcome.UNCHANGED, "nothing had to be changed")
        : report(Outcome.CHANGED, how);
  }

  /** The new program does not run; one that is there and does stays. */
  private PassReport unfit(Failure failure, boolean bare) throws IOException {
    if (!first.ours().isEmpty() && !files.runOtherwise()) {
      return undone(failure, false);
    }
    if (bare) {
      clean();
    }
    return undone(failure, "");
  }

  private PassReport undone(Failure failure, boolean withEntries) throws IOException {
    Proof proof = change.goBack(withEntries);
    if (proof instanceof Proof.Failed(Failure again)) {
      if (!again.restarted()) {
        return undone(failure, ", but " + again.reason());
      }
      // Kubelet that is ill without the change, too, was not made ill by it.
      node.save(node.note().withoutFailure());
      return undone(failure, ", but kubelet is not healthy with them either");
    }
    if (proof instanceof Proof.Pending) {
      return undone(failure, ", which kubelet reads when it is restarted");
    }
    String how = change.afterRollback();
    if (node.note().entries().isEmpty()) {
      clean();
    }
    return undone(failure, ", and kubelet " + how);
  }

  private PassReport undone(Failure failure, String kubelet) throws IOException {
    ConfigSnapshot now = ConfigSnapshot.of(node);
    String there =
        now.now().equals(first.now()) && files.areAsBefore()
            ? "; the files are as they were"
            : now.ours().isEmpty()
                ? "; kubelet's configuration is without podpass's entries"
                : "; kubelet's configuration is the one that worked last";
    return report(Outcome.ROLLED_BACK, failure.reason() + there + kubelet, failure.hint());
  }

  /** Takes podpass off the node: kubelet's file, restart; then links and program; the note last. */
  PassReport uninstall() throws IOException {
    Target rest = first.without();
    boolean writes = !first.now().equals(rest.text());
    // Kubelet may have read podpass's entries in a text that was never proven.
    boolean unproven = node.note().written().filter(text -> !text.isProven()).isPresent();
    if (!writes && files.areNone() && !unproven) {
      node.forget();
      return report(Outcome.UNCHANGED, NOTHING);
    }
    Optional<String> lost = first.lost(node.note());
    if (lost.isPresent()) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          "podpass replaced the entry %s, and its copy is lost; nothing was changed"
              .formatted(lost.get()),
          "write a configuration with that entry to the file original in --state-dir, or take podpass's entries out of %s yourself"
              .formatted(layout.config()));
    }
    boolean _ = requireUsable(rest, writes, true);
    change.begin(writes || !change.isNoted(first));
    change.make(first, rest, Optional.empty());
    return switch (change.prove()) {
      case Proof.Pending _ ->
          report(
              Outcome.RESTART_PENDING,
              "restart kubelet, then run podpass node uninstall again: until then kubelet runs the"
                  + " program, which stays");
      case Proof.Failed(Failure failure) -> stays(failure);
      case Proof.Done(String how) -> removed(rest, how);
    };
  }

  /** Kubelet is not as well without podpass: the removal was not the cause, or it is not over. */
  private PassReport stays(Failure failure) throws IOException {
    String problem =
        change.goBack(true) instanceof Proof.Failed(Failure again) ? ", but " + again.reason() : "";
    return report(
        Outcome.ROLLED_BACK,
        failure.reason() + "; podpass is still on this node" + problem,
        failure.hint());
  }

  private PassReport removed(Target rest, String how) throws IOException {
    if (rest.names().isEmpty()) {
      boolean stopped = kubelet.findProcess().equals(Kubelet.NONE);
      Optional<String> unit = node.note().written().flatMap(WrittenText::unit).filter(_ -> stopped);
      clean();
      String start = "; start kubelet: podpass no longer knows its systemd unit";
      return report(Outcome.CHANGED, unit.isEmpty() ? how : how + start);
    }
    files.removeOthers(rest.names());
    return report(
        changes.isEmpty() ? Outcome.UNCHANGED : Outcome.CHANGED,
        "podpass is off: %s had podpass's entries alone, so %s stays in it, with its program, and serves no registry; %s"
            .formatted(layout.config(), rest.names().getFirst(), how));
  }

  private void clean() throws IOException {
    files.removeAll();
    node.forget();
  }

  private PassReport report(Outcome outcome, String message, String... hint) {
    return new PassReport(
        node.now(), outcome, message, Stream.of(hint).findFirst(), changes, change.restarts());
  }
}
