// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.journal.OwnedFile;
import dev.podpass.admin.journal.Snapshot;
import dev.podpass.admin.journal.Step;
import dev.podpass.failure.CredentialException;
import dev.podpass.failure.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides what has to change on a node. It looks at nothing: what is there is given.
 *
 * @param owned the manifest: what podpass has put there
 * @param found what is there now, of all paths that matter
 * @param cutOff the paths at which a shorter copy of podpass's own file is
 */
record Planner(Map<String, OwnedFile> owned, Map<String, Snapshot> found, Set<String> cutOff) {

  /**
   * The result of planning.
   *
   * @param steps in the order in which they are made
   * @param owned the manifest afterwards
   * @param left paths that are not removed, for another program has changed them
   */
  record Plan(List<Step> steps, Map<String, OwnedFile> owned, List<String> left) {}

  /**
   * A plan for files that only podpass may put there: directories, program and links first,
   * kubelet's configuration then, and what is no longer wanted last.
   *
   * @param wanted by path, in order
   * @param config the step of kubelet's configuration, if it changes
   * @throws CredentialException of kind {@code CONFIGURATION} if a file of another program is there
   */
  Plan plan(Map<String, Snapshot> wanted, Optional<Step> config) {
    List<Step> steps = new ArrayList<>();
    Map<String, OwnedFile> after = new LinkedHashMap<>();
    wanted.forEach((path, snapshot) -> {
      Snapshot now = now(path);
      if (!now.equals(snapshot)) {
        requireOwn(path, now);
        steps.add(new Step(path, now, snapshot));
        after.put(path, new OwnedFile(snapshot, Optional.empty()));
      } else if (owned.containsKey(path)) {
        after.put(path, new OwnedFile(snapshot, Optional.empty()));
      }
    });
    config.ifPresent(steps::add);
    List<String> left = new ArrayList<>();
    for (String path : owned.keySet().stream().toList().reversed()) {
      if (!wanted.containsKey(path)) {
        removal(path, left).ifPresent(steps::add);
      }
    }
    return new Plan(List.copyOf(steps), after, List.copyOf(left));
  }

  private Snapshot now(String path) {
    return found.getOrDefault(path, Snapshot.ABSENT);
  }

  private Optional<Step> removal(String path, List<String> left) {
    Snapshot now = now(path);
    if (now.equals(Snapshot.ABSENT)) {
      return Optional.empty();
    }
    if (!isOwn(path, now)) {
      left.add(path);
      return Optional.empty();
    }
    return Optional.of(new Step(path, now, Snapshot.ABSENT));
  }

  private void requireOwn(String path, Snapshot now) {
    if (!now.equals(Snapshot.ABSENT) && !isOwn(path, now)) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          path
              + (owned.containsKey(path)
                  ? " was changed by another program since podpass put it there"
                  : " exists, and podpass did not put it there"),
          "remove it, or set another --name");
    }
  }

  private boolean isOwn(String path, Snapshot now) {
    OwnedFile own = owned.get(path);
    return own != null && (own.is().equals(now) || cutOff.contains(path));
  }
}
