// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.node;

import dev.podpass.admin.kubeletconfig.FileEntry;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files that podpass's options name, which decide what it believes. */
public final class OptionFiles {
  private static final List<String> OPTIONS =
      List.of(
          "--ca-bundle",
          "--token-jwks",
          "--acr-identity-binding-ca",
          "--acr-azure-config",
          "--exchange-profile");

  private OptionFiles() {}

  /** Those of an entry, by their options. */
  static Map<String, String> of(FileEntry entry) {
    Map<String, String> named = new LinkedHashMap<>();
    for (String option : OPTIONS) {
      entry
          .option(option)
          .filter(value -> !value.startsWith("{"))
          .ifPresent(file -> named.put(option, file));
    }
    return named;
  }

  /** Says which one is not on the node: each pull of the entry would fail; empty if all are. */
  public static Optional<String> missing(FileEntry entry, NodeFiles files) {
    return of(entry).entrySet().stream()
        .filter(file -> isMissing(file.getValue(), files))
        .map(file ->
            "%s of %s is %s, which does not exist on this node"
                .formatted(file.getKey(), entry.label(), file.getValue()))
        .findFirst();
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
}
