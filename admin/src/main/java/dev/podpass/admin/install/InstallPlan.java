// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.install.Action.NewText;
import dev.podpass.admin.install.PassReport.Outcome;
import dev.podpass.admin.kubelet.Health;
import dev.podpass.admin.kubelet.RestartPolicy;
import dev.podpass.admin.state.Failure;
import dev.podpass.admin.state.KubeletNote;
import dev.podpass.admin.state.KubeletNote.Reading;
import dev.podpass.admin.state.NodeState;
import dev.podpass.admin.state.NodeState.Proven;
import dev.podpass.admin.state.OwnedFile;
import dev.podpass.admin.state.Snapshot;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Brings a node to what is wanted: directories, program, links, configuration, restart, health.
 *
 * @param request what was asked for
 * @param layout where kubelet looks
 * @param source the executable that is copied
 * @param doubt why the kubelet that runs cannot be restarted, if it cannot
 * @param judge refuses a text that kubelet would not start with
 */
record InstallPlan(
    InstallRequest request,
    NodeLayout layout,
    OwnedFile source,
    Optional<CredentialException> doubt,
    Consumer<DesiredState> judge)
    implements Plan {

  @Override
  public Action next(View view, Progress progress) {
    DesiredState desired =
        new DesiredState(request, layout, source, ConfigChange.install(view, request));
    return progress.trouble().isPresent()
        ? new UndoPlan(desired, progress.trouble().get()).next(view, progress)
        : towards(desired, view, progress);
  }

  private Action towards(DesiredState desired, View view, Progress progress) {
    boolean differs = !view.configSnapshot().equals(desired.config());
    Optional<Failure> failed = failed(desired, view);
    Optional<Action> held =
        failed
            .<Action>map(InstallPlan::notAgain)
            .filter(_ -> differs || !view.file(desired.program()).equals(source.snapshot()))
            .or(() -> differs ? backingOff(desired, view) : Optional.empty());
    boolean writes = differs && held.isEmpty();
    if (!progress.changed()) {
      require(desired, view, writes);
    }
    if (writes && progress.wrote()) {
      throw new CredentialException(
          Kind.TRY_AGAIN,
          "another program changed " + layout.config() + " at the same time",
          "the next pass tries again; find the program that changes it, if this happens often");
    }
    if (asks(desired, view, writes) && progress.before().isEmpty()) {
      return new Action.AskHealth();
    }
    Optional<Action> file =
        held.isPresent() && view.ownEntries().isEmpty()
            ? Optional.empty()
            : file(desired, view, failed.isPresent());
    return new ManifestUpdate(desired, view)
        .prepare(writes, writes || file.isPresent(), before(view, progress))
        .or(() -> file)
        .or(() -> {
          // The program is repaired all the same: kubelet's configuration may name it.
          doubt.ifPresent(InstallPlan::refuse);
          return held;
        })
        .orElseGet(() ->
            writes
                ? new Action.WriteConfig(
                    new NewText.Written(desired.change().text()),
                    desired.change().effects(desired.replaced()))
                : view.unsafe().contains(layout.config())
                    ? new Action.Secure()
                    : read(desired, view, progress));
  }

  private void require(DesiredState desired, View view, boolean writes) {
    doubt.filter(_ -> view.state().installed().isEmpty()).ifPresent(InstallPlan::refuse);
    requireFree(desired, view);
    if (writes) {
      judge.accept(desired);
    }
    if (restarts()
        && view.kubelet().isPresent()
        && view.restart().isEmpty()
        && !isRead(desired, view)) {
      throw View.unknownRestart();
    }
  }

  private static void refuse(CredentialException reason) {
    throw reason;
  }

  private boolean restarts() {
    return request.restart() instanceof RestartPolicy.Restart;
  }

  private static boolean isRead(DesiredState desired, View view) {
    return view.kubelet().isPresent()
        && view.state().note().hasRead(view.process(), desired.values())
        && view.configSnapshot().equals(desired.config());
  }

  /** Whether kubelet's health must be known: what was ill before proves nothing afterwards. */
  private boolean asks(DesiredState desired, View view, boolean writes) {
    KubeletNote note = view.state().note();
    return restarts()
        && view.kubelet().isPresent()
        && !note.isUnproven()
        && (writes || !note.values().equals(desired.values()));
  }

  /** How well kubelet was before a write that was interrupted, or is. */
  private static Health before(View view, Progress progress) {
    KubeletNote note = view.state().note();
    return note.isUnproven() ? note.before() : progress.before().orElse(Health.UNKNOWN);
  }

  /** A file of another program is never replaced. */
  private void requireFree(DesiredState desired, View view) {
    desired
        .files()
        .forEach((path, wanted) -> {
          Snapshot now = view.file(path);
          if (!now.equals(Snapshot.ABSENT) && !now.equals(wanted) && !isOwn(view, path)) {
            throw new CredentialException(
                Kind.CONFIGURATION,
                path + " exists, and podpass did not put it there",
                "remove it, or set another --name");
          }
        });
  }

  private static boolean isOwn(View view, String path) {
    return view.state().installed().map(it -> it.files().containsKey(path)).orElse(false);
  }

  /** Returns this change if it failed before and is not tried again yet. */
  private Optional<Failure> failed(DesiredState desired, View view) {
    return view.state()
        .failure()
        .filter(_ -> !request.insists())
        .filter(it -> it.holds(desired.digest(), view.kubeletDigest(), view.now()));
  }

  private static Action notAgain(Failure failure) {
    return new Action.Done(
        Outcome.FAILED_BEFORE,
        "not tried again until %s: %s"
            .formatted(
                failure.certain()
                    ? "kubelet, its entry or podpass changes"
                    : failure.nextTry().toString(),
                failure.reason()),
        Optional.of(
            failure.log().isEmpty() ? "podpass node install tries at once" : PassReport.LOG));
  }

  private Optional<Action> backingOff(DesiredState desired, View view) {
    boolean begun =
        view.state().note().equals(ManifestUpdate.writing(desired, view.state().note()));
    return !request.insists() && ManifestUpdate.isRepair(desired, view) && !begun
        ? RepairPolicy.notBefore(view.state().repairs(), view.now())
            .map(time ->
                new Action.Done(
                    Outcome.BACKING_OFF,
                    "another program keeps changing kubelet's configuration; it is left alone"
                        + " until "
                        + time))
        : Optional.empty();
  }

  /**
   * The first file that is not as wanted, in their order.
   *
   * @param failed whether the new program was tried in vain: one that is there and is podpass's
   *     stays
   */
  private static Optional<Action> file(DesiredState desired, View view, boolean failed) {
    for (Map.Entry<String, Snapshot> file : desired.files().entrySet()) {
      String path = file.getKey();
      boolean stays = failed && path.equals(desired.program()) && view.isIntact(path);
      if (!stays && (!view.file(path).equals(file.getValue()) || view.unsafe().contains(path))) {
        return Optional.of(
            switch (file.getValue()) {
              case Snapshot.Directory _ -> new Action.MakeDirectory(path);
              case Snapshot.Link link -> new Action.PutLink(path, link.target());
              default -> new Action.PutProgram(path);
            });
      }
    }
    return Optional.empty();
  }

  /** The files are as wanted: is kubelet? */
  private Action read(DesiredState desired, View view, Progress progress) {
    NodeState state = view.state();
    KubeletNote note = state.note();
    String process = view.process();
    if (!note.values().equals(desired.values()) || note.reading() == Reading.UNKNOWN) {
      KubeletNote before = progress.first().state().note();
      boolean knew =
          before.reading() == Reading.READ
              && before.hasRead(process, desired.values())
              && before.process().equals(process);
      KubeletNote fresh =
          note.values().equals(desired.values())
              ? note
              : KubeletNote.writing(desired.values(), before(view, progress));
      return new Action.Save(state.with(knew ? fresh.readBy(process) : fresh.notReadBy(process)));
    }
    return untilRead(desired.values(), restarts(), view, progress)
        .orElseGet(() -> end(desired, view, progress));
  }

  /**
   * What has kubelet read the configuration, and shows that it lives with it; nothing if it has, or
   * if the operator restarts it.
   */
  static Optional<Action> untilRead(String values, boolean restarts, View view, Progress progress) {
    KubeletNote note = view.state().note();
    boolean runs = view.kubelet().isPresent();
    boolean hasRead = runs && note.hasRead(view.process(), values);
    boolean isNew = note.reading() == Reading.NOT_READ;
    boolean mustProve = restarts && note.before() != Health.UNKNOWN && isNew;
    if (restarts && !progress.restarted() && (runs ? !hasRead : mustProve)) {
      return beforeRestart(view, progress)
          .or(() ->
              Optional.of(new Action.Restart(view.restart().orElseThrow(View::unknownRestart))));
    }
    return progress.awaited().isEmpty() && (progress.restarted() || (runs && mustProve))
        ? Optional.of(new Action.Await(isNew ? note.process() : "", note.before()))
        : Optional.empty();
  }

  /**
   * What must be known of a kubelet before it is restarted, and is not if the pass that wrote the
   * text did not restart it: how well it is without that text, and what starts it again.
   */
  private static Optional<Action> beforeRestart(View view, Progress progress) {
    NodeState state = view.state();
    KubeletNote note = state.note();
    boolean unknown = view.kubelet().isPresent() && note.before() == Health.UNKNOWN;
    if (unknown && progress.before().isEmpty()) {
      return Optional.of(new Action.AskHealth());
    }
    NodeState known =
        state
            .with(unknown ? note.before(progress.before().orElse(Health.UNKNOWN)) : note)
            .with(state.installed().map(it -> it.withUnit(view.unit())));
    return known.equals(state) ? Optional.empty() : Optional.of(new Action.Save(known));
  }

  private Action end(DesiredState desired, View view, Progress progress) {
    NodeState state = view.state();
    boolean runs = view.kubelet().isPresent();
    boolean hasRead = runs && state.note().hasRead(view.process(), desired.values());
    ManifestUpdate manifest = new ManifestUpdate(desired, view);
    Optional<String> obsolete =
        hasRead || !runs ? manifest.obsolete().stream().findFirst() : Optional.empty();
    if (obsolete.isPresent()) {
      return new Action.Remove(obsolete.get());
    }
    Optional<Proven> proof =
        progress.awaited().orElse(false) && hasRead
            ? Optional.of(new Proven(desired.config(), desired.values()))
            : state.proven();
    KubeletNote note = hasRead ? state.note().readBy(view.process()) : state.note();
    NodeState last =
        manifest.settled(hasRead || !runs).proven(proof).with(note).failed(Optional.empty());
    if (!state.equals(last)) {
      return new Action.Save(last);
    }
    return done(view, progress, hasRead);
  }

  private Action done(View view, Progress progress, boolean hasRead) {
    if (view.kubelet().isEmpty()) {
      return new Action.Done(
          progress.changed() ? Outcome.CHANGED : Outcome.UNCHANGED,
          progress.changed()
              ? "kubelet is not running; it reads the configuration when it starts"
              : "nothing had to be changed");
    }
    if (!hasRead) {
      return new Action.Done(
          Outcome.RESTART_PENDING,
          progress.wrote()
              ? "restart kubelet to use it"
              : "restart kubelet to use the configuration");
    }
    if (progress.restarted()) {
      boolean healthy = progress.after().equals(Optional.of(Health.HEALTHY));
      return new Action.Done(
          Outcome.CHANGED,
          healthy
              ? "kubelet was restarted and is healthy"
              : view.state().note().before() == Health.HEALTHY
                  ? "kubelet was restarted and lives, but another process has its health port"
                  : "kubelet was restarted and lives; whether it is healthy was not known before");
    }
    return progress.changed()
        ? new Action.Done(Outcome.CHANGED, "kubelet did not have to be restarted")
        : new Action.Done(Outcome.UNCHANGED, "nothing had to be changed");
  }
}
