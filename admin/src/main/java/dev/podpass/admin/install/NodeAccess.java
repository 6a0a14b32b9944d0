// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.admin.kubelet.HostCommands;
import dev.podpass.admin.node.NodeFiles;
import dev.podpass.core.file.SafeFile;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A node, and all that it takes to change it.
 *
 * @param providers the ids of all providers, which end the names of podpass's entries
 * @param progress is given what is waited for
 * @param notes is given what an operator must know although the pass goes on
 * @param busy is run when a pass begins, which a signal must not end
 */
public record NodeAccess(
    NodeFiles files,
    StateDirectory state,
    HostCommands commands,
    List<String> providers,
    Clock clock,
    Consumer<String> progress,
    Consumer<String> notes,
    Runnable busy) {
  private static final int MAX_CONFIG = 1 << 20;

  public NodeAccess {
    providers = List.copyOf(providers);
  }

  /** Finds the place of a path; empty if a directory on the way does not exist. */
  Optional<Path> existing(String path) throws IOException {
    try {
      return Optional.of(files.trustedPlace(path));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  /** The text of kubelet's configuration, if the file is there. */
  Optional<String> configText(String path) throws IOException {
    try {
      Optional<Path> place = existing(path);
      if (place.isEmpty()) {
        return Optional.empty();
      }
      byte[] bytes = SafeFile.read(place.get(), MAX_CONFIG);
      if (bytes.length > MAX_CONFIG) {
        throw unusable(path, "is larger than 1 MiB");
      }
      return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (CharacterCodingException _) {
      throw unusable(path, "is not UTF-8");
    }
  }

  private static CredentialException unusable(String path, String why) {
    return new CredentialException(
        Kind.CONFIGURATION,
        path + " " + why + ", so it is not changed",
        "podpass config lint " + path);
  }
}
