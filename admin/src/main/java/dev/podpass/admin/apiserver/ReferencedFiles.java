// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.apiserver;

import java.util.Optional;

/** How the files that a kubeconfig names are read. */
@FunctionalInterface
public interface ReferencedFiles {
  /**
   * The text of a file, if it can be read.
   *
   * @param path as the kubeconfig has it, which may be relative to its directory
   */
  Optional<String> read(String path);
}
