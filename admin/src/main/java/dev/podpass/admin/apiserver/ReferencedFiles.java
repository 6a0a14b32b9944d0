// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.apiserver;

import java.util.Optional;

/** Reads the files that a kubeconfig refers to. */
@FunctionalInterface
public interface ReferencedFiles {
  /**
   * Returns the text of a file, if it can be read.
   *
   * @param path as the kubeconfig gives it; may be relative to its directory
   */
  Optional<String> read(String path);
}
