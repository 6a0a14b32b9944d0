// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.state;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The manifest: all that podpass has put on a node, or is about to.
 *
 * @param source the executable that was copied, as it was then
 * @param files by their paths on the node, in the order in which they are put there
 * @param config kubelet's configuration
 * @param unit the systemd unit of kubelet, if it is known: a kubelet that does not run has no
 *     cgroup
 * @param version of the podpass that put it there
 * @param at when
 */
public record InstallManifest(
    OwnedFile source,
    Map<String, OwnedFile> files,
    EditedConfig config,
    Optional<String> unit,
    String version,
    Instant at) {
  public InstallManifest {
    files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
  }

  /** Returns this manifest with another record of kubelet's configuration. */
  public InstallManifest with(EditedConfig now) {
    return new InstallManifest(source, files, now, unit, version, at);
  }

  /** Returns this manifest with another unit of kubelet. */
  public InstallManifest withUnit(Optional<String> now) {
    return new InstallManifest(source, files, config, now, version, at);
  }
}
