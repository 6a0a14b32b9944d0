// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.kubelet.Health;
import dev.podpass.admin.state.EditedConfig;
import dev.podpass.admin.state.InstallManifest;
import dev.podpass.admin.state.KubeletNote;
import dev.podpass.admin.state.NodeState;
import dev.podpass.admin.state.NodeState.Proven;
import dev.podpass.admin.state.OwnedFile;
import dev.podpass.admin.state.Snapshot;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is remembered of an installation: before anything is changed, what is about to be; and in
 * the end, what is there. A process that is killed in between leaves nothing that is not
 * remembered.
 *
 * @param desired what is to be on the node
 * @param view what is there
 */
record ManifestUpdate(DesiredState desired, View view) {

  /**
   * Remembers what comes next, if it does not yet.
   *
   * @param writes whether kubelet's configuration is written next
   * @param acts whether anything is changed
   * @param before how well kubelet is
   */
  Optional<Action> prepare(boolean writes, boolean acts, Health before) {
    Optional<String> base = desired.change().base();
    if (base.isPresent() && view.copy(Snapshot.ofText(base)).isEmpty()) {
      return base.map(Action.Keep::new);
    }
    if (writes && proven().isPresent() && view.copy(view.configSnapshot()).isEmpty()) {
      return view.config().map(Action.Keep::new);
    }
    NodeState intended = intended(writes, before);
    return acts && !view.state().equals(intended)
        ? Optional.of(new Action.Save(intended))
        : Optional.empty();
  }

  /** The text that is replaced, if kubelet was healthy with it. */
  private Optional<Proven> proven() {
    return view.state()
        .proven()
        .filter(
            it -> it.text().equals(view.configSnapshot()) || it.text().equals(desired.config()));
  }

  static KubeletNote writing(DesiredState desired, KubeletNote note) {
    return KubeletNote.writing(desired.values(), note.before());
  }

  /** Whether the same was there before, and another program has changed it. */
  static boolean isRepair(DesiredState desired, View view) {
    return view.edited().filter(it -> !it.entries().isEmpty()).isPresent()
        && view.state().note().values().equals(desired.values());
  }

  private NodeState intended(boolean writes, Health before) {
    NodeState state = view.state();
    Map<String, OwnedFile> files = new LinkedHashMap<>();
    Map<String, OwnedFile> known = known();
    desired
        .files()
        .forEach((path, wanted) -> {
          OwnedFile own = known.get(path);
          if (own != null) {
            files.put(path, own.becoming(wanted));
          } else if (view.file(path).equals(Snapshot.ABSENT)) {
            files.put(path, OwnedFile.of(wanted));
          }
        });
    known.forEach(files::putIfAbsent);
    NodeState next = state.with(Optional.of(installed(files, config(writes), since())));
    if (!writes) {
      return next;
    }
    KubeletNote writing = writing(desired, state.note());
    boolean begun = state.note().equals(writing);
    return next.with(begun ? writing : KubeletNote.writing(desired.values(), before))
        .proven(proven())
        .repairedAt(
            isRepair(desired, view) && !begun
                ? RepairPolicy.with(state.repairs(), view.now())
                : state.repairs());
  }

  private Map<String, OwnedFile> known() {
    return view.state().installed().map(InstallManifest::files).orElse(Map.of());
  }

  private Instant since() {
    return view.state().installed().map(InstallManifest::at).orElse(view.now());
  }

  private InstallManifest installed(Map<String, OwnedFile> files, EditedConfig config, Instant at) {
    return new InstallManifest(
        desired.source(), files, config, view.unit(), desired.request().version(), at);
  }

  private EditedConfig config(boolean writes) {
    Optional<EditedConfig> before = view.edited();
    List<Snapshot> written = List.of(desired.config());
    List<String> entries = desired.entries();
    if (writes && before.isPresent()) {
      boolean sameOriginal = before.get().original().equals(desired.change().original());
      if (sameOriginal && before.get().written().contains(view.configSnapshot())) {
        written = Stream.of(view.configSnapshot(), desired.config()).distinct().toList();
      }
      entries =
          Stream.concat(entries.stream(), before.get().entries().stream()).distinct().toList();
    }
    return new EditedConfig(
        desired.layout().config(),
        desired.change().original(),
        written,
        entries,
        desired
            .replaced()
            .or(() -> writes ? before.flatMap(EditedConfig::replaced) : Optional.empty()));
  }

  /** The paths of podpass's that are not wanted any more, those inside a directory first. */
  List<String> obsolete() {
    return known().keySet().stream()
        .filter(path -> !desired.files().containsKey(path))
        .filter(path -> {
          OwnedFile own = known().get(path);
          return own != null
              && !view.full().contains(path)
              && !view.file(path).equals(Snapshot.ABSENT)
              && own.covers(view.file(path));
        })
        .toList()
        .reversed();
  }

  /**
   * Returns the state of a node on which all is as wanted.
   *
   * @param obsoleteRemoved whether what is no longer wanted may be forgotten
   */
  NodeState settled(boolean obsoleteRemoved) {
    Map<String, OwnedFile> files = new LinkedHashMap<>();
    known()
        .forEach((path, own) -> {
          Snapshot wanted = desired.files().get(path);
          if (wanted != null) {
            files.put(
                path, OwnedFile.settled(wanted, Optional.ofNullable(view.stamps().get(path))));
          } else if (!obsoleteRemoved) {
            files.put(path, own);
          }
        });
    boolean same =
        view.state()
            .installed()
            .filter(it -> it.config().equals(config(false)) && it.files().equals(files))
            .isPresent();
    return view.state()
        .with(Optional.of(installed(files, config(false), same ? since() : view.now())));
  }
}
