// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.docker;

import dev.podpass.admin.text.IoReason;
import dev.podpass.core.file.SafeFile;
import dev.podpass.core.file.UnixAttributes;
import dev.podpass.core.token.ServiceAccountToken;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.secret.Secret;
import dev.podpass.spi.token.UnverifiedClaims;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads projected tokens, which are links to files that kubelet replaces as it renews them. */
final class TokenReader {
  private static final int MAX_BYTES = 64 << 10;

  /** A link may lead to a file that was replaced after the link was read. */
  private static final int ATTEMPTS = 4;

  /** Where root of the host has no number in this user namespace, its files have this one. */
  private static final int OVERFLOW_UID = 65_534;

  /** A namespace without a user map of its own has them all. */
  private static final Pattern ALL_USERS = Pattern.compile("\\s*0\\s+0\\s+4294967295\\s*");

  private static final Path USERS = Path.of("/proc/self/uid_map");

  private static final int WRITABLE_BY_ANYONE = 0002;

  private TokenReader() {}

  static PodToken read(Path file) {
    String text = text(file);
    if (text.isEmpty()) {
      throw unusable(file, "it is empty");
    }
    try {
      Secret value = Secret.of(text);
      return PodToken.of(file.getFileName().toString(), value);
    } catch (CredentialException e) {
      throw e.blaming(file.toString());
    }
  }

  private static String text(Path file) {
    for (int attempt = 1; ; attempt++) {
      try {
        Path real = file.toRealPath();
        requireTrusted(file, real);
        return SafeFile.text(real, MAX_BYTES).strip();
      } catch (NoSuchFileException e) {
        if (attempt == ATTEMPTS || !Files.exists(file)) {
          throw unusable(file, "there is no such file").causedBy(e);
        }
      } catch (IOException e) {
        throw unusable(file, IoReason.of(e)).causedBy(e);
      }
    }
  }

  /** Another user's token would make the pod someone else. */
  private static void requireTrusted(Path file, Path real) throws IOException {
    UnixAttributes token = UnixAttributes.of(real);
    if (!token.regularFile()) {
      throw unusable(file, "it is not a regular file");
    }
    if (!isOwned(token) || isWritable(token)) {
      throw unusable(file, "another user of this system can change it");
    }
    for (Path directory : new Path[] {file.toAbsolutePath().getParent(), real.getParent()}) {
      UnixAttributes attributes = UnixAttributes.of(directory.toRealPath());
      // Kubelet's volumes are sticky: only owners replace what is in them.
      if (!isOwned(attributes) || (isWritable(attributes) && !attributes.sticky())) {
        throw unusable(file, "another user of this system can replace it in " + directory);
      }
    }
  }

  private static boolean isOwned(UnixAttributes attributes) throws IOException {
    return attributes.ownerIsTrusted()
        || (attributes.uid() == OVERFLOW_UID
            && !ALL_USERS.matcher(Files.readString(USERS)).matches());
  }

  private static boolean isWritable(UnixAttributes attributes) {
    return (attributes.mode() & WRITABLE_BY_ANYONE) != 0;
  }

  private static CredentialException unusable(Path file, String why) {
    return new CredentialException(
        Kind.CONFIGURATION,
        "the token file " + file + " cannot be used: " + why,
        "name a service account token that kubelet projects into this pod");
  }

  /** A service account token, as the pod or kubectl has it, with a name for messages. */
  record PodToken(String name, Secret value, UnverifiedClaims claims) {
    static PodToken of(String name, Secret value) {
      return new PodToken(name, value, ServiceAccountToken.parse(value).claims());
    }

    /** Whether it has exactly one audience, which is one of these. */
    boolean isFor(Set<String> audiences) {
      return claims.audiences().size() == 1 && audiences.containsAll(claims.audiences());
    }

    String described() {
      return name + " is for " + String.join(" and ", claims.audiences());
    }
  }
}
