// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.text;

import dev.podpass.core.file.SafeFile;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Reads a small text file that an operator names on the command line, with a size limit. */
public final class SmallFile {
  public static final int MAX_BYTES = 1 << 20;

  private static final Path DESCRIPTORS = Path.of("/dev/fd");

  private SmallFile() {}

  @FunctionalInterface
  public interface Source {
    InputStream open() throws IOException;
  }

  public static String read(String file) {
    return read(file, () -> open(file));
  }

  /** A pipe or a device may be endless; one that the shell passes ({@code /dev/fd}) is allowed. */
  private static InputStream open(String file) throws IOException {
    Path path = Path.of(file);
    if (file.isEmpty()) {
      throw new CredentialException(Kind.USAGE, "the name of the file is empty");
    }
    if (Files.isDirectory(path)) {
      throw new CredentialException(Kind.USAGE, file + " is a directory");
    }
    if (Files.exists(path) && !Files.isRegularFile(path) && !path.startsWith(DESCRIPTORS)) {
      throw new CredentialException(Kind.USAGE, file + " is not a regular file");
    }
    return Files.newInputStream(path);
  }

  /** Reads another source, which messages name so. */
  public static String read(String name, Source source) {
    try (InputStream in = source.open()) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new CredentialException(Kind.USAGE, name + " is larger than 1 MiB");
      }
      return SafeFile.utf8(bytes);
    } catch (IOException e) {
      throw unreadable(name, e);
    } catch (InvalidPathException e) {
      throw new CredentialException(Kind.USAGE, name + " is not a path").causedBy(e);
    }
  }

  /** The failure of a command that cannot read an input of that name. */
  public static CredentialException unreadable(Object name, IOException e) {
    return new CredentialException(Kind.USAGE, name + " cannot be read (" + IoReason.of(e) + ")")
        .causedBy(e);
  }
}
