// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.images;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.admin.node.NodeFiles;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Follows an audit log over its rotation, as {@code tail -F} does: from the end of the file that is
 * there at first, and from the beginning of each later one.
 */
public final class AuditLogTail implements AutoCloseable {
  /** Of a log that grows faster than it is read, only this much is. */
  private static final int MOST = 128 << 10;

  private final NodeFiles files;
  private final String log;
  private boolean isFirst = true;
  private Optional<AuditLogFile> current = Optional.empty();

  public AuditLogTail(NodeFiles files, String log) {
    this.files = files;
    this.log = log;
  }

  /** Reads what was appended since the last call; returns how many bytes. */
  public int read(Consumer<ObjectNode> lines) throws IOException {
    int bytes = 0;
    if (current.isPresent()) {
      AuditLogFile file = current.get();
      boolean replaced = file.isReplaced();
      // Nothing is appended to a file once it is replaced.
      file.skip(MOST);
      bytes = file.read(lines);
      if (!replaced) {
        return bytes;
      }
      close();
    }
    try {
      AuditLogFile file = AuditLogFile.open(files, log);
      current = Optional.of(file);
      file.skip(isFirst ? 0 : MOST);
      return bytes + file.read(lines);
    } catch (NoSuchFileException _) {
      return bytes; // It is not written yet.
    } catch (InvalidPathException e) {
      throw new IOException(e);
    } finally {
      isFirst = false;
    }
  }

  @Override
  public void close() throws IOException {
    if (current.isPresent()) {
      current.get().close();
      current = Optional.empty();
    }
  }
}
