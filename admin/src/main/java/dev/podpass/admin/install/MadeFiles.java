// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.admin.file.DurableEntry;
import dev.podpass.admin.file.DurableFile;
import dev.podpass.core.file.SafeFile;
import dev.podpass.core.file.UnixAttributes;
import dev.podpass.spi.Sha256;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Files of the node, such as that of {@code --ca-bundle}, which podpass copies from elsewhere. A
 * file that it did not write is neither replaced nor removed.
 */
public record MadeFiles(NodeAccess access) {
  private static final int MAX_BYTES = 16 << 20;

  /** Writes a file if its content differs; false if it does not. */
  public boolean put(String path, byte[] content) throws IOException {
    return access
        .state()
        .whileLocked(_ -> {
          Path place = access.files().trustedPlace(path);
          Optional<byte[]> now = read(place);
          if (now.filter(it -> Arrays.equals(it, content)).isPresent()) {
            return false;
          }
          List<String> lines = new ArrayList<>(access.state().madeFiles());
          if (now.isPresent() && !lines.contains(line(path, now.get()))) {
            throw new CredentialException(
                Kind.CONFIGURATION,
                path + " exists, and podpass did not write it, so it is not replaced",
                "name a file of podpass's own, or remove this one if nothing else needs it");
          }
          // A pass that is killed here knows both of them.
          lines.add(line(path, content));
          access.state().saveMadeFiles(lines);
          var _ = DurableFile.update(place, content);
          return true;
        });
  }

  /** Removes those that nobody has changed. */
  void remove() throws IOException {
    for (String line : access.state().madeFiles()) {
      String path = line.substring(line.indexOf(' ') + 1);
      Path place = access.files().trustedPlace(path);
      if (read(place).filter(it -> line(path, it).equals(line)).isPresent()) {
        DurableEntry.remove(place);
      }
    }
  }

  private static String line(String path, byte[] content) {
    return Sha256.of(new String(content, UTF_8)) + " " + path;
  }

  private static Optional<byte[]> read(Path file) throws IOException {
    try {
      if (!UnixAttributes.of(file).regularFile()) {
        return Optional.of(new byte[0]);
      }
      return Optional.of(SafeFile.read(file, MAX_BYTES));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }
}
