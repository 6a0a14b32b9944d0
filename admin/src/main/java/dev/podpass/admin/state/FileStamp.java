// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Inode, size and ctime, to skip re-reading a large unchanged file. */
final class FileStamp {
  private FileStamp() {}

  /**
   * Returns the stamp of a regular file; empty for anything else.
   *
   * @throws java.nio.file.NoSuchFileException if there is nothing
   */
  static Optional<String> of(Path file) throws IOException {
    Map<String, Object> attributes =
        Files.readAttributes(
            file, "unix:isRegularFile,dev,ino,size,ctime", LinkOption.NOFOLLOW_LINKS);
    return Boolean.TRUE.equals(attributes.get("isRegularFile"))
        ? Optional.of(
            "%s:%s:%s:%s"
                .formatted(
                    attributes.get("dev"),
                    attributes.get("ino"),
                    attributes.get("size"),
                    attributes.get("ctime")))
        : Optional.empty();
  }
}
