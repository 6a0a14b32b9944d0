// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

import dev.podpass.core.file.FileSystemType;
import dev.podpass.core.file.TrustedDirectory;
import dev.podpass.core.file.UnixAttributes;
import dev.podpass.core.file.UntrustedPathException;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A directory that may hold credentials: owned by this user, mode 0700, in memory if that is
 * required, and below directories that only root or this user can change. {@code allowSticky}
 * admits world-writable ones that are sticky, such as {@code /tmp}.
 */
record CacheDirectory(Path directory, boolean inMemory, boolean allowSticky) {
  private static final String ANOTHER = "choose another directory with --cache-dir";

  CacheDirectory {
    directory = directory.toAbsolutePath().normalize();
  }

  /** Creates the directory if it is missing, and checks it. */
  PrivateDirectory open() {
    require(true);
    return new PrivateDirectory(directory);
  }

  /** Checks whether {@link #open} would succeed, and creates nothing. */
  void requireUsable() {
    require(false);
  }

  private void require(boolean creating) {
    try {
      checkParents();
      if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
        checkCreatable();
        if (!creating) {
          return;
        }
        create();
      }
      check();
    } catch (UntrustedPathException e) {
      throw unsafe(
          String.valueOf(e.getMessage()),
          e.changeable()
              .map(path -> "chown root %1$s, and chmod go-w %1$s".formatted(path))
              .orElse(ANOTHER));
    } catch (IOException e) {
      throw unsafe(directory + " cannot be used: " + reason(e), ANOTHER);
    }
  }

  private static CredentialException unsafe(String why, String hint) {
    return new CredentialException(Kind.CONFIGURATION, why, hint);
  }

  static String reason(IOException e) {
    return e instanceof FileSystemException failure && failure.getReason() != null
        ? failure.getReason()
        : e.getClass().getSimpleName().replace("Exception", "");
  }

  private void checkParents() throws IOException {
    for (Path parent = directory.getParent(); parent != null; parent = parent.getParent()) {
      TrustedDirectory.require(parent, UnixAttributes.of(parent), allowSticky);
    }
  }

  /** It is not created where it could not be used. */
  private void checkCreatable() throws IOException {
    checkMemory(parent());
    if (!Files.isWritable(parent())) {
      throw unsafe(directory + " cannot be created", ANOTHER);
    }
  }

  private void create() throws IOException {
    try {
      Files.createDirectory(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (FileAlreadyExistsException _) {
      // Another process has created it; it is checked like any other.
    }
  }

  private Path parent() {
    Path parent = directory.getParent();
    if (parent == null) {
      throw unsafe("the root of the file system cannot be the cache", ANOTHER);
    }
    return parent;
  }

  private void check() throws IOException {
    UnixAttributes attributes = UnixAttributes.of(directory);
    if (!attributes.directory()) {
      throw unsafe(directory + " is not a directory, or is a link to one", ANOTHER);
    }
    if (!attributes.isOurs()) {
      throw unsafe(
          directory + " belongs to another user",
          "chown %s to the user that kubelet runs as".formatted(directory));
    }
    if (!attributes.isPrivate()) {
      throw unsafe(
          directory + " is open to others: its mode must be 0700",
          "chmod 0700 %s if only podpass uses it, else %s".formatted(directory, ANOTHER));
    }
    checkMemory(directory);
  }

  private void checkMemory(Path path) throws IOException {
    if (inMemory && FileSystemType.of(path).filter(FileSystemType::isInMemory).isEmpty()) {
      throw unsafe(
          directory + " is not in memory (tmpfs)",
          "choose a directory on tmpfs with --cache-dir, such as below /run");
    }
  }
}
