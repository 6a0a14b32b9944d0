// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.install.PassReport.Outcome;
import dev.podpass.admin.kubelet.RestartPolicy;
import dev.podpass.admin.text.IoReason;
import dev.podpass.failure.CredentialException;
import dev.podpass.failure.Kind;
import java.io.IOException;
import java.time.Duration;

/** Podpass on a node: installed, kept as it should be, removed. One pass at a time on a node. */
public final class NodeInstallation {
  /** A pass may wait for kubelet twice. */
  private static final Duration PATIENCE = Duration.ofSeconds(150);

  private final Node node;

  /** That of a node. */
  public NodeInstallation(Node node) {
    this.node = node;
  }

  /** A pass. */
  private interface Work {
    PassReport run() throws IOException;
  }

  /**
   * Brings the node to what is wanted.
   *
   * @throws CredentialException if nothing could be done; nothing is changed then
   */
  public PassReport install(InstallRequest request) {
    Platform.of(node.files())
        .ifPresent(platform -> {
          throw platform.refusal();
        });
    return recorded(() -> new InstallPass(node, request).run());
  }

  /**
   * Takes away all that was put there.
   *
   * @throws CredentialException if nothing could be done; nothing is changed then
   */
  public PassReport uninstall(RestartPolicy restart) {
    return locked(() -> new UninstallPass(node, restart).run());
  }

  private PassReport recorded(Work work) {
    return locked(() -> {
      PassReport report;
      try {
        report = work.run();
      } catch (CredentialException e) {
        LastPass.write(
            node.store().lastPass(),
            PassReport.of(node.clock().instant(), Outcome.REFUSED, e.line()));
        throw e;
      } catch (IOException e) {
        LastPass.write(
            node.store().lastPass(),
            PassReport.of(node.clock().instant(), Outcome.REFUSED, unwritable(e).line()));
        throw e;
      }
      LastPass.write(node.store().lastPass(), report);
      return report;
    });
  }

  private PassReport locked(Work work) {
    try {
      return node.store().whileLocked(PATIENCE, work::run);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private static CredentialException unwritable(IOException e) {
    return new CredentialException(
            Kind.UNAVAILABLE,
            "this node's files cannot be changed (%s); they are as they were"
                .formatted(IoReason.withFile(e)),
            "run podpass as root, and make room on a file system that is writable")
        .causedBy(e);
  }
}
