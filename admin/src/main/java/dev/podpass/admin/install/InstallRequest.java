// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.check.CheckContext;
import dev.podpass.admin.kubelet.RestartPolicy;
import dev.podpass.admin.kubeletconfig.ConfigDocument;
import dev.podpass.admin.kubeletconfig.ConfigMerge.Placement;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * A request to install podpass on a node.
 *
 * @param document podpass's entries, as the options have them
 * @param completed the same for a configuration with that text: with what they take over from the
 *     entry that they replace in it
 * @param config overrides what kubelet's flags say
 * @param insists whether a change that failed, or that another program reverts, is tried at once
 */
public record InstallRequest(
    ConfigDocument document,
    Function<String, ConfigDocument> completed,
    Placement placement,
    String name,
    Path executable,
    Optional<String> config,
    Optional<String> binDir,
    RestartPolicy restart,
    boolean insists,
    CheckContext checks) {
  public static final String GRANT = "grant it with the chart's rbac.create, or podpass rbac";

  /** The entry whose place podpass's takes. */
  Optional<String> replaced() {
    return placement instanceof Placement.Replacing(String other)
        ? Optional.of(other)
        : Optional.empty();
  }

  void requireExecutable() {
    if (!Files.isRegularFile(executable)) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          executable + " is not a regular file",
          "set --executable to the podpass for this node");
    }
  }
}
