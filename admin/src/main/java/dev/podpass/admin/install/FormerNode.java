// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.state.Contention;
import dev.podpass.admin.state.FormerState;
import dev.podpass.admin.state.Memory.Good;
import dev.podpass.admin.state.Memory.Original;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Takes over what a podpass of the former format remembers of a node. What it put there is
 * recognised as anything else is.
 */
final class FormerNode {
  private final NodeAccess access;
  private final FormerState former;
  private final List<String> providers;

  FormerNode(NodeAccess access, FormerState former, List<String> providers) {
    this.access = access;
    this.former = former;
    this.providers = providers;
  }

  /** The original last: while it is not there, the former state is read again. */
  void takeOver() throws IOException {
    Path program = Path.of(former.program());
    String binDir = String.valueOf(program.getParent());
    String name = String.valueOf(program.getFileName());
    NodeLayout layout = new NodeLayout(former.config(), Optional.empty(), binDir, List.of());
    DiskNode node = new DiskNode(access, layout, List.of(name), providers, program);
    Optional<String> now = node.text();
    String values = Text.values(now, node.ours(now));
    if (former.reader().isPresent() && now.isPresent() && !values.isEmpty()) {
      access
          .state()
          .save(
              new Good(
                  now.get(),
                  values,
                  former.reader().get(),
                  access.clock().instant(),
                  Contention.NONE));
    }
    Optional<String> original =
        former.original().isPresent()
            ? Optional.of(Files.readString(former.original().get()))
            : Optional.empty();
    boolean known = former.wasAbsent() || original.isPresent();
    access
        .state()
        .save(
            new Original(
                former.config(),
                binDir,
                List.of(name),
                former.made(),
                former.replaced(),
                known,
                original,
                isTrusted()),
            former.original());
  }

  private boolean isTrusted() throws IOException {
    return former.original().isEmpty() || DiskNode.isSafe(former.original().get(), 0);
  }
}
