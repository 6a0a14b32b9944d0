// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.install.Progress.Effect;
import dev.podpass.admin.state.InstallManifest;
import dev.podpass.admin.state.OwnedFile;
import dev.podpass.admin.state.Snapshot;
import dev.podpass.admin.text.IoReason;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One pass over a node: looks, decides, acts, and looks again, until nothing is left to do. */
final class Pass {
  /** More than the longest pass has; a plan that does not come to an end is a bug. */
  private static final int MOST_ACTIONS = 500;

  /** How often another program may write kubelet's configuration at the same time. */
  private static final int MOST_CONFLICTS = 5;

  private final World world;
  private final Plan plan;
  private final String config;
  private final List<String> changes = new ArrayList<>();
  private int restarts;
  private int conflicts;

  /**
   * For a node.
   *
   * @param config the path of kubelet's configuration, for the account
   */
  Pass(World world, Plan plan, String config) {
    this.world = world;
    this.plan = plan;
    this.config = config;
  }

  /**
   * Makes the pass.
   *
   * @throws CredentialException if nothing may be done, or a file cannot be changed
   */
  PassReport run() throws IOException {
    View view = world.look();
    Progress progress = Progress.at(view);
    for (int i = 0; i < MOST_ACTIONS; i++) {
      Action action = plan.next(view, progress);
      if (action instanceof Action.Done done) {
        requireWritable(progress);
        return report(view, done);
      }
      try {
        Effect effect = world.perform(action);
        if (effect instanceof Effect.Made) {
          note(action, view);
        }
        progress = progress.after(action, effect);
      } catch (IOException e) {
        if (isConflict(action, view)) {
          view = world.look();
          continue;
        }
        String reason = IoReason.withFile(e);
        if (progress.trouble().isPresent() || action instanceof Action.Forget) {
          throw unwritable(reason, progress).causedBy(e);
        }
        if (progress.awaited().orElse(false)) {
          // Kubelet has been restarted and is healthy: all that is lost is what was remembered.
          return report(
              view,
              new Action.Done(
                  PassReport.Outcome.CHANGED,
                  "kubelet was restarted and is healthy; podpass's state cannot be written ("
                      + reason
                      + ")"));
        }
        progress =
            progress.after(
                action,
                new Effect.Failed(Trouble.passing(Trouble.Stage.DISK, reason, Optional.empty())));
      }
      view = world.look();
    }
    throw new IllegalStateException("a pass does not end: " + plan.next(view, progress));
  }

  /** What another program has written meanwhile is the base of the next attempt. */
  private boolean isConflict(Action action, View seen) throws IOException {
    return action instanceof Action.WriteConfig
        && conflicts++ < MOST_CONFLICTS
        && !world.look().config().equals(seen.config());
  }

  private void requireWritable(Progress progress) {
    progress
        .trouble()
        .filter(it -> it.stage() == Trouble.Stage.DISK)
        .ifPresent(it -> {
          throw unwritable(it.reason(), progress);
        });
  }

  private void note(Action action, View view) {
    switch (action) {
      case Action.MakeDirectory(String path) -> changes.add("added " + path);
      case Action.PutProgram(String path) -> changes.add(verb(view.file(path)) + path);
      case Action.PutLink(String path, String _) -> changes.add(verb(view.file(path)) + path);
      case Action.Remove(String path) -> changes.add("removed " + path);
      case Action.Secure _ -> changes.add("gave to root alone " + config);
      case Action.WriteConfig(Action.NewText text, List<String> effects) -> {
        changes.add(
            (ConfigChange.text(text).isEmpty() ? "removed " : verb(view.configSnapshot()))
                + config);
        changes.addAll(effects);
      }
      case Action.Restart _ -> restarts++;
      case Action.Forget _ -> left(view).forEach(changes::add);
      case Action.Save _, Action.Keep _, Action.AskHealth _, Action.Await _, Action.Done _ -> {}
    }
  }

  private static String verb(Snapshot before) {
    return before.equals(Snapshot.ABSENT) ? "added " : "replaced ";
  }

  private static List<String> left(View view) {
    Map<String, OwnedFile> files =
        view.state().installed().map(InstallManifest::files).orElse(Map.of());
    List<String> left = new ArrayList<>();
    files.forEach((path, own) -> {
      Snapshot now = view.file(path);
      if (!now.equals(Snapshot.ABSENT) && !own.covers(now)) {
        left.add("left " + path + ": another program changed it");
      }
    });
    return left;
  }

  private PassReport report(View view, Action.Done done) {
    boolean undone = done.outcome() == PassReport.Outcome.ROLLED_BACK;
    return new PassReport(
        view.now(),
        done.outcome(),
        done.message(),
        done.hint(),
        undone ? List.of() : changes,
        restarts);
  }

  /** What has become of the files is said only after another look. */
  private CredentialException unwritable(String reason, Progress progress) {
    return new CredentialException(
        Kind.UNAVAILABLE,
        "this node's files cannot be changed (%s); %s"
            .formatted(
                reason,
                isAsBefore(progress) ? "they are as they were" : "the next pass goes on from here"),
        hint(reason));
  }

  private boolean isAsBefore(Progress progress) {
    try {
      View now = world.look();
      return now.config().equals(progress.first().config())
          && now.files().equals(progress.first().files());
    } catch (IOException _) {
      return false;
    }
  }

  /** By the kernel's own error text. */
  private static String hint(String reason) {
    return switch (reason.substring(reason.lastIndexOf(": ") + 1).strip()) {
      case "Device or resource busy" -> "it is mounted by itself: mount its directory instead";
      case "Operation not permitted" -> "it or its directory may be immutable: see lsattr";
      case "No space left on device", "Disk quota exceeded" -> "make room on that file system";
      case "another program changed it at the same time" ->
          "run this again; find the program that changes it, if this happens often";
      default -> "run podpass as root, on a file system that is writable";
    };
  }
}
