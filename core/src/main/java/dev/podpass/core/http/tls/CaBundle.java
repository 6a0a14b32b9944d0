// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http.tls;

import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The CA certificates to trust, found by one rule for jar and executable: those of PEM files, and
 * those given in PEM. If there is neither, the JDK's default store applies.
 */
public record CaBundle(List<Path> files, List<String> given) {
  /** Seventy times the size of distributions' bundles. */
  private static final int LIMIT = 16 << 20;

  /** The locations in Linux distributions, in Go's order. */
  private static final List<Path> CANDIDATES =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"),
          Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
          Path.of("/etc/ssl/ca-bundle.pem"),
          Path.of("/etc/pki/tls/cacert.pem"),
          Path.of("/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem"),
          Path.of("/etc/ssl/cert.pem"));

  /** The default locations of a node's bundle; the first that exists applies. */
  public static List<Path> defaultLocations() {
    return CANDIDATES;
  }

  public CaBundle {
    files = List.copyOf(files);
    given = List.copyOf(given);
  }

  public CaBundle(List<Path> files) {
    this(files, List.of());
  }

  /** The node's bundle: {@code SSL_CERT_FILE} replaces it, {@code --ca-bundle} is added to it. */
  public static CaBundle find(Optional<Path> instead, Optional<Path> besides) {
    return find(CANDIDATES, instead, besides);
  }

  static CaBundle find(List<Path> candidates, Optional<Path> instead, Optional<Path> besides) {
    Optional<Path> node =
        instead.or(() -> candidates.stream().filter(Files::isReadable).findFirst());
    return new CaBundle(Stream.of(node, besides).flatMap(Optional::stream).toList());
  }

  /** Whether another has the same certificates; a JVM links a record's equals when called. */
  public boolean isSameAs(CaBundle other) {
    return files.equals(other.files) && given.equals(other.given);
  }

  boolean isTheJdksOwn() {
    return files.isEmpty() && given.isEmpty();
  }

  /** Reads one of the files; symbolic links are followed, as distributions use them. */
  String read(Path file) {
    try {
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        throw unusable(file, "is not a regular file");
      }
      if (Files.size(file) > LIMIT) {
        throw unusable(file, "is larger than 16 MiB");
      }
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw unusable(file, "cannot be read").causedBy(e);
    }
  }

  private static CredentialException unusable(Path file, String why) {
    return new CredentialException(
        Kind.CONFIGURATION,
        "the CA bundle " + file + " " + why,
        "check SSL_CERT_FILE and --ca-bundle");
  }

  @Override
  public String toString() {
    if (!given.isEmpty()) {
      return "the CA certificates that are given";
    }
    return files.isEmpty()
        ? "the JDK's own CA certificates"
        : String.join(" and ", files.stream().map(Path::toString).toList());
  }
}
