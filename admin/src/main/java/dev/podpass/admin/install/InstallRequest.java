// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.check.CheckContext;
import dev.podpass.admin.journal.Installed;
import dev.podpass.admin.journal.OwnedFile;
import dev.podpass.admin.journal.Snapshot;
import dev.podpass.admin.kubelet.RestartPolicy;
import dev.podpass.admin.kubeletconfig.ConfigDocument;
import dev.podpass.admin.kubeletconfig.Placement;
import dev.podpass.failure.CredentialException;
import dev.podpass.failure.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is to be on a node.
 *
 * @param document podpass's entries, as the options have them
 * @param completed the same for a configuration with that text: with what they take over from the
 *     entry that they replace in it
 * @param placement of those entries among the others
 * @param name of the executable in kubelet's plugin directory
 * @param executable to be copied there
 * @param config overrides what kubelet's flags say
 * @param binDir overrides what kubelet's flags say
 * @param restart what is done for kubelet to read it
 * @param version of this podpass
 * @param checks for lint
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
    String version,
    CheckContext checks) {

  /** The same for a configuration, with what its entries take over from that one. */
  InstallRequest forConfig(Optional<String> original) {
    return new InstallRequest(
        original.map(completed).orElse(document),
        completed,
        placement,
        name,
        executable,
        config,
        binDir,
        restart,
        version,
        checks);
  }

  /** What the executable is now, which is not read again if it is known to be the same. */
  OwnedFile source(Optional<Installed> before) throws IOException {
    OwnedFile known =
        before.map(Installed::source).orElse(new OwnedFile(Snapshot.ABSENT, Optional.empty()));
    Snapshot is = known.now(executable);
    if (!(is instanceof Snapshot.Regular)) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          executable + " is not a regular file",
          "set --executable to the podpass for this node");
    }
    return OwnedFile.at(executable, is);
  }
}
