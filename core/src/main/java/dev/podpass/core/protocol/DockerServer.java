// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.image.RegistryHost;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

/**
 * The server that a Docker client wants a credential for: a registry's host, with or without {@code
 * https://} and the root of its API.
 *
 * @see <a href="https://github.com/docker/docker-credential-helpers">the protocol</a>
 */
public record DockerServer(String url, RegistryHost registry, boolean isRepository) {
  private static final int MAX_BYTES = 4096;
  private static final String HTTPS = "https://";
  private static final Set<String> ROOTS = Set.of("", "v1", "v2", "v1/", "v2/");

  public static DockerServer read(InputStream in) {
    return parse(text(in));
  }

  private static String text(InputStream in) {
    try {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw malformed("it is longer than 4096 bytes");
      }
      return new String(bytes, UTF_8).strip();
    } catch (IOException e) {
      throw malformed("stdin cannot be read").causedBy(e);
    }
  }

  static DockerServer parse(String url) {
    if (url.isEmpty()) {
      throw new CredentialException(Kind.BAD_REQUEST, DockerAnswers.NO_SERVER);
    }
    if (url.chars().anyMatch(Character::isWhitespace)) {
      throw malformed("there is more than one; write one registry host to stdin");
    }
    String address = url.startsWith(HTTPS) ? url.substring(HTTPS.length()) : url;
    if (address.contains("://")) {
      throw malformed("its scheme is not https, and passwords need an encrypted connection");
    }
    int slash = address.indexOf('/');
    String host = slash < 0 ? address : address.substring(0, slash);
    if (host.contains("@")) {
      throw malformed("it has user information before the registry host");
    }
    boolean whole = slash < 0 || ROOTS.contains(address.substring(slash + 1));
    if (!whole && (url.startsWith(HTTPS) || !isImage(url))) {
      throw malformed("it has a path, and a credential is for all of a registry host");
    }
    return new DockerServer(url, DockerHub.canonical(RegistryHost.parse(host)), !whole);
  }

  private static boolean isImage(String text) {
    try {
      var _ = ImageReference.parse(text);
      return true;
    } catch (CredentialException _) {
      return false;
    }
  }

  private static CredentialException malformed(String why) {
    return new CredentialException(
        Kind.BAD_REQUEST, "the server of the docker client cannot be used: " + why);
  }
}
