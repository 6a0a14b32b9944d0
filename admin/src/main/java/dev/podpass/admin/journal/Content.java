// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.journal;

import java.nio.file.Path;

/** Where the content of a file comes from that a step makes. */
public sealed interface Content {
  /**
   * A program; the file is made executable.
   *
   * @param source where it is in this process's file system
   */
  record Program(Path source) implements Content {}

  /**
   * A text that is edited by administrators too; the file keeps its owner, mode and attributes.
   *
   * @param text all of it
   */
  record Text(String text) implements Content {}

  /** The copy that was kept; a link and a directory have no content. */
  record Kept() implements Content {}
}
