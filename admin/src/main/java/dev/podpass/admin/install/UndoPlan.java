// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.install.Action.NewText;
import dev.podpass.admin.install.PassReport.Outcome;
import dev.podpass.admin.install.Trouble.Stage;
import dev.podpass.admin.kubelet.Health;
import dev.podpass.admin.state.Failure;
import dev.podpass.admin.state.KubeletNote;
import dev.podpass.admin.state.NodeState;
import dev.podpass.admin.state.NodeState.Proven;
import dev.podpass.admin.state.Snapshot;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Goes back after a change that failed: to the text with which kubelet was healthy last, or to one
 * without podpass's entries.
 *
 * @param desired what was to be on the node
 * @param trouble why it is not
 */
record UndoPlan(DesiredState desired, Trouble trouble) implements Plan {

  @Override
  public Action next(View view, Progress progress) {
    boolean names = namesOurs(view);
    Optional<Proven> back = back(view);
    boolean isNew =
        trouble.stage() != Stage.TRIAL && view.configSnapshot().equals(desired.config());
    boolean writes = !progress.wrote() && names && (isNew || !isComplete(view));
    if (trouble.stage() != Stage.DISK && !progress.noted()) {
      NodeState failed = view.state().failed(Optional.of(failure(view, progress)));
      return new Action.Save(
          writes
              ? failed.with(
                  KubeletNote.writing(
                      back.map(Proven::values).orElse(KubeletNote.NOTHING),
                      view.state().note().before()))
              : failed);
    }
    if (writes) {
      return new Action.WriteConfig(target(view, back));
    }
    Optional<Action> kubelet = RemovalPlan.kubelet(trouble, view, progress);
    if (kubelet.isPresent()) {
      return kubelet.get();
    }
    boolean clears = !names && isUnread(view, progress);
    if (clears && view.state().installed().isPresent()) {
      Optional<Action> rest = RemovalPlan.file(view);
      if (rest.isPresent()) {
        return rest.get();
      }
    }
    NodeState last = last(view, progress, clears);
    if (trouble.stage() != Stage.DISK && !view.state().equals(last)) {
      return new Action.Save(last);
    }
    return new Action.Done(
        Outcome.ROLLED_BACK, trouble.reason() + outcome(view, progress), trouble.hint());
  }

  /** Whether the kubelet that runs has read no entry of podpass's, whose program it would miss. */
  private boolean isUnread(View view, Progress progress) {
    boolean early = trouble.stage() == Stage.TRIAL || trouble.stage() == Stage.DISK;
    KubeletNote note = early ? progress.first().state().note() : view.state().note();
    return note.values().equals(KubeletNote.NOTHING);
  }

  private boolean namesOurs(View view) {
    return !view.ownEntries().isEmpty();
  }

  /**
   * The text with which kubelet was healthy, if it is what was replaced, and nothing else since.
   */
  private Optional<Proven> back(View view) {
    return view.state()
        .proven()
        .filter(it -> trouble.stage() != Stage.TRIAL)
        .filter(_ ->
            view.edited().filter(it -> it.written().contains(view.configSnapshot())).isPresent())
        .filter(it -> !it.text().equals(desired.config()) && view.copy(it.text()).isPresent());
  }

  private static NewText target(View view, Optional<Proven> back) {
    return back.<NewText>map(it ->
            new NewText.Restored((Snapshot.Regular) it.text(), view.copy(it.text()).orElseThrow()))
        .orElseGet(() -> ConfigChange.without(view, view.edited().orElseThrow()));
  }

  /** Whether all that kubelet's configuration names is there and is podpass's. */
  private boolean isComplete(View view) {
    return Stream.concat(
            Stream.of(desired.program()),
            view.ownEntries().stream().map(name -> desired.layout().binDir() + "/" + name))
        .allMatch(view::isIntact);
  }

  private Failure failure(View view, Progress progress) {
    Optional<Failure> before =
        view.state().failure().filter(it -> it.wanted().equals(desired.digest()));
    return new Failure(
        desired.digest(),
        trouble.certain(),
        progress.first().kubeletDigest().or(view::kubeletDigest),
        view.now(),
        before.map(it -> it.times() + 1).orElse(1),
        trouble.reason(),
        trouble.log());
  }

  /** Returns the state to remember: of a node without podpass, the failure alone. */
  private NodeState last(View view, Progress progress, boolean clears) {
    boolean blameless = progress.awaited().equals(Optional.of(false));
    NodeState state = blameless ? view.state().failed(Optional.empty()) : view.state();
    if (clears) {
      return NodeState.NEW.failed(state.failure()).repairedAt(state.repairs());
    }
    KubeletNote note = state.note();
    if (note.reading() != KubeletNote.Reading.UNKNOWN) {
      return state;
    }
    boolean still =
        note.values().equals(KubeletNote.NOTHING)
            ? view.ownEntries().isEmpty()
            : state.proven().filter(it -> it.text().equals(view.configSnapshot())).isPresent();
    boolean read =
        still
            && (progress.restarted()
                ? !blameless
                : progress.first().state().note().hasRead(view.process(), note.values()));
    return state.with(read ? note.readBy(view.process()) : note.notReadBy(view.process()));
  }

  private String outcome(View view, Progress progress) {
    boolean same =
        view.config().equals(progress.first().config())
            && view.files().equals(progress.first().files());
    String files =
        same
            ? "; the files are as they were"
            : namesOurs(view)
                ? "; kubelet's configuration is the one that worked last"
                : "; kubelet's configuration is without podpass's entries";
    if (!progress.problem().isEmpty()) {
      return files + ", but " + progress.problem();
    }
    return switch (trouble.stage()) {
      case DISK, TRIAL -> files;
      case RESTART -> files + ", and kubelet kept running";
      case HEALTH -> files + ", and kubelet " + health(view) + " with them";
    };
  }

  private static String health(View view) {
    return view.state().note().before() == Health.ALIVE ? "lives" : "is healthy";
  }
}
