// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.doctor;

import dev.podpass.admin.check.Check;
import dev.podpass.admin.check.CheckContext;
import dev.podpass.admin.images.ImageAudit;
import dev.podpass.admin.images.ImageAudit.Row;
import dev.podpass.admin.node.NodeFiles;
import dev.podpass.admin.node.NodeInspection;
import dev.podpass.spi.Sourced;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The audit of a node's images, and the check that is made of it. */
public final class ImageChecks {
  private static final String SUBJECT = "images on the node";
  private static final String TODO = "podpass node audit";

  private ImageChecks() {}

  /**
   * Audits the images of a node, whose kubelet's configuration is found as {@code doctor} finds it.
   */
  public static ImageAudit audit(NodeFiles files, CheckContext context) {
    NodeConfiguration found = NodeConfiguration.of(new NodeInspection(files), context);
    NodeInspection node = found.node();
    return ImageAudit.of(
            files, node.imageVerification(), found.entries(), node.kubeletVersion(), true)
        .withUnknown(found.unknown());
  }

  /** How many images every pod of a node may start; empty if that is not known. */
  public static OptionalLong open(NodeFiles files, CheckContext context) {
    NodeConfiguration found = NodeConfiguration.of(new NodeInspection(files), context);
    ImageAudit audit =
        records(files, found, found.node().kubeletVersion()).withUnknown(found.unknown());
    boolean known = audit.unverified().isEmpty() && (audit.unknown().isEmpty() || audit.open() > 0);
    return known ? OptionalLong.of(audit.open()) : OptionalLong.empty();
  }

  private static ImageAudit records(
      NodeFiles files, NodeConfiguration found, Optional<Sourced<String>> version) {
    return ImageAudit.of(files, found.node().imageVerification(), found.entries(), version, false);
  }

  /** One check; none if podpass serves nothing. */
  static Optional<Check> check(
      NodeFiles files, NodeConfiguration found, Optional<Sourced<String>> version) {
    ImageAudit audit = records(files, found, version);
    if (found.own().isEmpty() && audit.unknown().isEmpty()) {
      return Optional.empty();
    }
    if (audit.open() > 0) {
      List<String> open = audit.images().stream().filter(Row::open).map(Row::image).toList();
      return Optional.of(
          Check.warning(
              SUBJECT,
              "%d of %d that podpass serves are open to every pod: %s%s"
                  .formatted(
                      open.size(),
                      audit.images().size(),
                      String.join(", ", open.subList(0, Math.min(3, open.size()))),
                      open.size() > 3 ? ", …" : ""),
              TODO));
    }
    if (!audit.unknown().isEmpty()) {
      return Optional.of(
          Check.skipped(SUBJECT, "not known: " + String.join("; ", audit.unknown()), TODO));
    }
    return Optional.of(
        audit
            .unverified()
            .map(reason -> Check.skipped(SUBJECT, "not verified: " + reason, TODO))
            .orElseGet(() ->
                Check.ok(
                    SUBJECT,
                    "none of the %d that podpass serves is recorded as open to every pod"
                        .formatted(audit.images().size()))));
  }
}
