// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.node;

import dev.podpass.admin.kubeletconfig.FileEntry;
import dev.podpass.admin.kubeletconfig.FileEntry.Text;
import dev.podpass.spi.failure.Advice.FailureScope;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.Optional;

/** What keeps pods from pulling by an entry of podpass's on a node whose kubelet is healthy. */
public final class EntryFault {
  private EntryFault() {}

  /** A missing file, a required cache that cannot be used, or no identity to pull as. */
  public static Optional<CredentialException> of(FileEntry entry, EntryPrograms programs) {
    return entry.program().files().entrySet().stream()
        .filter(file -> isMissing(file.getValue(), programs.files()))
        .map(file ->
            new CredentialException(
                Kind.CONFIGURATION,
                "%s of %s is %s, which does not exist on this node"
                    .formatted(file.getKey(), entry.label(), file.getValue()),
                "create it, or correct the option"))
        .findFirst()
        .or(() -> PullFiles.refused(entry, programs))
        .or(() -> noIdentity(entry, programs));
  }

  private static boolean isMissing(String path, NodeFiles files) {
    try {
      var _ = files.trusted(path);
      return false;
    } catch (NoSuchFileException _) {
      return true;
    } catch (IOException | InvalidPathException _) {
      return false; // It may be there.
    }
  }

  /** Why no pull as the node can be planned, if the entry has such pulls. */
  private static Optional<CredentialException> noIdentity(FileEntry entry, EntryPrograms programs) {
    boolean tokenless = isNode(entry.withoutToken());
    if (!tokenless
        && !isNode(entry.option("--without-identity").or(() -> entry.option("--otherwise")))) {
      return Optional.empty();
    }
    Optional<CredentialException> fault = Optional.empty();
    for (Text pattern : entry.matchImages()) {
      try {
        var _ = programs.pull(entry).plan("default/default", image(pattern), Map.of(), !tokenless);
        return Optional.empty();
      } catch (CredentialException e) {
        // Others are of an image that was made up, of options, which lint reports, or of a pod
        // that names half an identity, and so does not pull as the node.
        boolean isOfNode = e.kind() == Kind.CONFIGURATION && e.scope() != FailureScope.WORKLOAD;
        fault = fault.or(() -> Optional.of(e).filter(_ -> isOfNode));
      }
    }
    return fault;
  }

  private static boolean isNode(Optional<String> choice) {
    return choice.equals(Optional.of("node"));
  }

  /** An image that is made up of a pattern. */
  public static String image(Text pattern) {
    return pattern.text().replace("*", "podpass").replaceFirst("/*$", "") + "/doctor";
  }
}
