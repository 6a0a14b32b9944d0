// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.images;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.admin.node.NodeFiles;
import dev.podpass.core.file.UnixAttributes;
import dev.podpass.core.file.UntrustedPathException;
import dev.podpass.spi.json.StrictJson;
import dev.podpass.spi.json.StrictJson.MalformedJsonException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads an audit log, to which pulls may append meanwhile; skips lines that are not podpass's. */
final class AuditLogFile implements AutoCloseable {
  private static final int BUFFER = 64 << 10;

  private final Path file;
  private final @Nullable Object key;
  private final FileChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  private AuditLogFile(Path file) throws IOException {
    this.file = file;
    // First, so that a rotation in between is found and at most reads a file twice.
    this.key = key(file);
    this.channel =
        FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
  }

  static AuditLogFile open(NodeFiles files, String log) throws IOException {
    Path file = files.trustedPlace(log);
    UnixAttributes attributes = UnixAttributes.of(file);
    if (!attributes.regularFile()) {
      throw new FileSystemException(log, null, "it is not a regular file");
    }
    if (attributes.changeableByOthers()) {
      throw new UntrustedPathException(file);
    }
    return new AuditLogFile(file);
  }

  /** Goes to the last bytes of at most that many unread ones; begins again if the file was cut. */
  void skip(long most) throws IOException {
    long size = channel.size();
    if (size < channel.position()) {
      line.reset();
      channel.position(0);
    }
    if (size - channel.position() > most) {
      channel.position(size - most);
    }
  }

  /** Reads the lines that are complete, from where the last call ended; returns how many bytes. */
  int read(Consumer<ObjectNode> lines) throws IOException {
    int bytes = 0;
    for (buffer.clear(); channel.read(buffer) > 0; buffer.clear()) {
      byte[] content = buffer.array();
      int begin = 0;
      for (int i = 0; i < buffer.position(); i++) {
        if (content[i] == '\n') {
          add(content, begin, i);
          parse(lines);
          begin = i + 1;
        }
      }
      add(content, begin, buffer.position());
      bytes += buffer.position();
    }
    return bytes;
  }

  /** What is longer than a line of podpass's is cut, and is no JSON then. */
  private void add(byte[] content, int begin, int end) {
    if (line.size() < BUFFER) {
      line.write(content, begin, end - begin);
    }
  }

  private void parse(Consumer<ObjectNode> lines) {
    byte[] text = line.toByteArray();
    line.reset();
    try {
      lines.accept(StrictJson.object(text));
    } catch (MalformedJsonException _) {
      // Not podpass's.
    }
  }

  /** Whether the path leads to another file now, or to none. */
  boolean isReplaced() {
    try {
      return !String.valueOf(key).equals(String.valueOf(key(file)));
    } catch (IOException _) {
      return true;
    }
  }

  private static @Nullable Object key(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .fileKey();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
