// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.kubelet.RestartMethod;
import dev.podpass.admin.kubeletconfig.ConfigRemoval;
import dev.podpass.admin.state.EditedConfig;
import dev.podpass.admin.state.InstallManifest;
import dev.podpass.admin.state.KubeletNote;
import dev.podpass.admin.state.NodeState;
import dev.podpass.admin.state.OwnedFile;
import dev.podpass.admin.state.Snapshot;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A node at one moment, as far as a pass decides by it.
 *
 * @param now the time
 * @param state what podpass remembers
 * @param config the text of kubelet's configuration file, if it is there
 * @param files what is there, by path: all that podpass wants or has put there
 * @param unsafe those paths, and that of the configuration, that another user can change
 * @param full those that are directories with something in them
 * @param stamps the kernel's stamps of those that are regular files
 * @param copies the texts that are kept, by what they are the content of
 * @param kubelet the process that runs; empty if none does
 * @param kubeletDigest of that kubelet's program and arguments
 * @param restart how it is restarted; empty if that is not known
 */
record View(
    Instant now,
    NodeState state,
    Optional<String> config,
    Map<String, Snapshot> files,
    Set<String> unsafe,
    Set<String> full,
    Map<String, String> stamps,
    Map<Snapshot, String> copies,
    Optional<String> kubelet,
    Optional<String> kubeletDigest,
    Optional<RestartMethod> restart) {
  View {
    files = Map.copyOf(files);
    unsafe = Set.copyOf(unsafe);
    full = Set.copyOf(full);
    stamps = Map.copyOf(stamps);
    copies = Map.copyOf(copies);
  }

  Snapshot file(String path) {
    return files.getOrDefault(path, Snapshot.ABSENT);
  }

  Snapshot configSnapshot() {
    return Snapshot.ofText(config);
  }

  Optional<EditedConfig> edited() {
    return state.installed().map(InstallManifest::config);
  }

  /** The unit that kubelet is, or was when it ran. */
  Optional<String> unit() {
    return restart
        .filter(RestartMethod.Unit.class::isInstance)
        .map(it -> ((RestartMethod.Unit) it).name())
        .or(() -> state.installed().flatMap(InstallManifest::unit));
  }

  /** The process of kubelet, or the name for none. */
  String process() {
    return kubelet.orElse(KubeletNote.NONE);
  }

  Optional<String> copy(Snapshot content) {
    return Optional.ofNullable(copies.get(content));
  }

  /** The entries of podpass's that kubelet's configuration has. */
  List<String> ownEntries() {
    List<String> own = edited().map(EditedConfig::entries).orElse(List.of());
    return config
        .filter(text -> !text.isBlank())
        .map(text -> own.stream().filter(it -> ConfigRemoval.hasAny(text, List.of(it))).toList())
        .orElse(List.of());
  }

  /** Whether a file is there that podpass has put there, and that other users cannot change. */
  boolean isIntact(String path) {
    OwnedFile own = state.installed().map(InstallManifest::files).orElse(Map.of()).get(path);
    return own != null
        && !unsafe.contains(path)
        && !file(path).equals(Snapshot.ABSENT)
        && own.covers(file(path));
  }

  static CredentialException unknownRestart() {
    return new CredentialException(
        Kind.CONFIGURATION,
        "kubelet's cgroup names no systemd unit of its own, so it cannot be restarted; nothing was"
            + " changed",
        "set --restart-command, or --no-restart and restart it yourself");
  }
}
