// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.install.Action.NewText;
import dev.podpass.admin.install.PassReport.Outcome;
import dev.podpass.admin.kubelet.Health;
import dev.podpass.admin.state.EditedConfig;
import dev.podpass.admin.state.InstallManifest;
import dev.podpass.admin.state.KubeletNote;
import dev.podpass.admin.state.KubeletNote.Reading;
import dev.podpass.admin.state.NodeState;
import dev.podpass.admin.state.OwnedFile;
import dev.podpass.admin.state.Snapshot;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.util.Map;
import java.util.Optional;

/**
 * Takes podpass off a node: kubelet's configuration, restart, health; then links, program and
 * directories, which a kubelet that has read the old configuration still runs; the state last.
 *
 * @param restarts whether kubelet is restarted by podpass
 */
record RemovalPlan(boolean restarts) implements Plan {
  @Override
  public Action next(View view, Progress progress) {
    Optional<InstallManifest> installed = view.state().installed();
    if (installed.isEmpty()) {
      return !progress.forgot()
          ? new Action.Forget()
          : progress.changed()
              ? new Action.Done(Outcome.CHANGED, message(view, progress))
              : new Action.Done(Outcome.UNCHANGED, "podpass has put nothing on this node");
    }
    if (progress.trouble().isPresent()) {
      return putBack(progress.trouble().get(), view, progress);
    }
    EditedConfig edited = installed.get().config();
    NewText target = ConfigChange.without(view, edited);
    boolean writes = !ConfigChange.text(target).equals(view.config());
    if (writes && progress.wrote()) {
      throw new CredentialException(
          Kind.TRY_AGAIN,
          "another program changed " + edited.path() + " at the same time",
          "run this again; find the program that changes it, if this happens often");
    }
    KubeletNote note = view.state().note();
    boolean begun = note.values().equals(KubeletNote.NOTHING);
    if (restarts
        && view.kubelet().isPresent()
        && view.restart().isEmpty()
        && !note.hasRead(view.process(), KubeletNote.NOTHING)) {
      throw View.unknownRestart();
    }
    boolean asks = !begun && !note.isUnproven() && restarts && view.kubelet().isPresent();
    if (asks && progress.before().isEmpty()) {
      return new Action.AskHealth();
    }
    if (!begun || (writes && note.reading() != Reading.UNKNOWN)) {
      Health before =
          begun || note.isUnproven() ? note.before() : progress.before().orElse(Health.UNKNOWN);
      return new Action.Save(view.state().with(KubeletNote.writing(KubeletNote.NOTHING, before)));
    }
    if (writes) {
      return new Action.WriteConfig(target);
    }
    if (note.reading() == Reading.UNKNOWN) {
      return new Action.Save(view.state().with(note.notReadBy(view.process())));
    }
    return InstallPlan.untilRead(KubeletNote.NOTHING, restarts, view, progress)
        .orElseGet(() -> afterKubelet(view));
  }

  private static Action afterKubelet(View view) {
    KubeletNote note = view.state().note();
    if (view.kubelet().isPresent() && !note.hasRead(view.process(), KubeletNote.NOTHING)) {
      return new Action.Done(
          Outcome.RESTART_PENDING,
          "restart kubelet, then run podpass node uninstall again: until then kubelet runs the"
              + " program, which stays");
    }
    return file(view).orElseGet(Action.Forget::new);
  }

  /** The next file to remove: links and program before directories; one that was changed stays. */
  static Optional<Action> file(View view) {
    Map<String, OwnedFile> files =
        view.state().installed().map(InstallManifest::files).orElse(Map.of());
    return files.keySet().stream().toList().reversed().stream()
        .filter(path -> {
          Snapshot now = view.file(path);
          OwnedFile own = files.get(path);
          return own != null && !now.equals(Snapshot.ABSENT) && own.covers(now);
        })
        .filter(path -> !view.full().contains(path))
        .findFirst()
        .map(Action.Remove::new);
  }

  /** Starts a kubelet again that was not healthy with the new text, and waits for it. */
  static Optional<Action> kubelet(Trouble trouble, View view, Progress progress) {
    if (trouble.stage() == Trouble.Stage.HEALTH
        && !progress.restarted()
        && view.restart().isPresent()) {
      return view.restart().map(Action.Restart::new);
    }
    return progress.restarted() && progress.awaited().isEmpty()
        ? Optional.of(new Action.Await("", view.state().note().before()))
        : Optional.empty();
  }

  /** Kubelet is not as well without podpass: the removal was not the cause, or it is not over. */
  private Action putBack(Trouble trouble, View view, Progress progress) {
    Optional<String> before = progress.first().config();
    if (!progress.wrote() && before.isPresent() && !before.equals(view.config())) {
      return new Action.WriteConfig(new NewText.Written(before.get()));
    }
    Optional<Action> kubelet = kubelet(trouble, view, progress);
    if (kubelet.isPresent()) {
      return kubelet.get();
    }
    NodeState last = progress.first().state();
    return view.state().equals(last) || trouble.stage() == Trouble.Stage.DISK
        ? new Action.Done(
            Outcome.ROLLED_BACK,
            trouble.reason()
                + "; podpass is still on this node"
                + (progress.problem().isEmpty() ? "" : ", but " + progress.problem()),
            trouble.hint())
        : new Action.Save(last);
  }

  private static String message(View view, Progress progress) {
    return view.kubelet().isEmpty()
        ? "kubelet is not running; it reads the configuration when it starts"
        : progress.restarted()
            ? "kubelet was restarted and is healthy"
            : "kubelet did not have to be restarted";
  }
}
