// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.file.DurableEntry;
import dev.podpass.admin.file.DurableFile;
import dev.podpass.core.file.SafeFile;
import dev.podpass.spi.Sha256;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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
        .whileLocked(
            access.notes(),
            _ -> {
              Path place = access.files().trustedPlace(path);
              String next = Sha256.of(content);
              Optional<String> now = digest(place);
              if (now.equals(Optional.of(next))) {
                return false;
              }
              Note note = access.state().load(access.notes());
              List<String> known = note.files().getOrDefault(path, List.of());
              if (!known.containsAll(now.stream().toList())) {
                throw new CredentialException(
                    Kind.CONFIGURATION,
                    path + " exists, and podpass did not write it, so it is not replaced",
                    "name a file of podpass's own, or remove this one if nothing else needs it");
              }
              // A process that is killed here knows both of them.
              access
                  .state()
                  .save(note.with(path, Stream.concat(now.stream(), Stream.of(next)).toList()));
              return DurableFile.update(place, content);
            });
  }

  /** Removes those that nobody has changed. */
  void remove(Note note) throws IOException {
    for (Map.Entry<String, List<String>> file : note.files().entrySet()) {
      Optional<Path> place = access.existing(file.getKey());
      if (place.isPresent() && digest(place.get()).filter(file.getValue()::contains).isPresent()) {
        DurableEntry.remove(place.get());
      }
    }
  }

  private static Optional<String> digest(Path file) throws IOException {
    try {
      return Optional.of(Sha256.of(SafeFile.read(file, MAX_BYTES)));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }
}
