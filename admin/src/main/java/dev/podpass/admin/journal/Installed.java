// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.journal;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The manifest: all that podpass has put on a node.
 *
 * @param source the executable that was copied, as it was then
 * @param files by their paths on the node
 * @param config kubelet's configuration
 * @param wanted digest of all values it was made from
 * @param values digest of those that kubelet reads
 * @param version of the podpass that put it there
 * @param at when
 */
public record Installed(
    OwnedFile source,
    Map<String, OwnedFile> files,
    EditedConfig config,
    String wanted,
    String values,
    String version,
    Instant at) {
  /** Keeps its own copy of the files, in their order. */
  public Installed {
    files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
  }

  /** The same, put there at another time. */
  public Installed at(Instant time) {
    return new Installed(source, files, config, wanted, values, version, time);
  }

  /** The same with other accounts of its files. */
  public Installed with(Map<String, OwnedFile> now) {
    return new Installed(source, now, config, wanted, values, version, at);
  }
}
