// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import dev.podpass.admin.kubeletconfig.FileEntry.Text;
import dev.podpass.core.protocol.DockerHub;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.image.ImageReference;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Detects patterns that kubelet refuses, or accepts although no image can match them. */
final class PatternFlaws {
  private static final Pattern REPOSITORY_PREFIX = Pattern.compile("[a-z0-9._/-]*");
  private static final Pattern SCHEME = Pattern.compile("(?i)[a-z][a-z0-9+.-]*://.*");

  private PatternFlaws() {}

  /** A pattern that kubelet accepts and that some image can match. */
  static Optional<ImagePattern> usable(String text) {
    return ImagePattern.accepted(text).filter(pattern -> of(pattern).isEmpty());
  }

  /** Requires that some image can match a pattern that is to be written. */
  static void requireUsable(String text) {
    of(ImagePattern.parse(text))
        .ifPresent(why -> {
          throw new CredentialException(
              Kind.USAGE, "\"%s\" never matches an image: %s".formatted(text, why));
        });
  }

  static List<Finding> check(List<FileEntry> entries) {
    return entries.stream()
        .flatMap(entry -> entry.matchImages().stream())
        .flatMap(text -> check(text).stream())
        .toList();
  }

  private static Optional<Finding> check(Text text) {
    try {
      return of(ImagePattern.parse(text.text()))
          .map(why ->
              Finding.ineffective(
                  text.line(), "\"" + text.text() + "\" never matches an image: " + why));
    } catch (IllegalArgumentException e) {
      return Optional.of(
          Finding.rejected(
              text.line(), "\"" + text.text() + "\" is not a pattern: " + e.getMessage()));
    }
  }

  static Optional<String> of(ImagePattern pattern) {
    String text = pattern.text();
    if (SCHEME.matcher(text).matches()) {
      return Optional.of("it has a scheme; write only the host");
    }
    if (text.contains("@") || text.contains("?") || text.contains("#")) {
      return Optional.of("an image has no user, query or fragment; write host[:port][/path]");
    }
    return path(pattern.path()).or(() -> host(pattern));
  }

  private static Optional<String> path(String path) {
    if (path.endsWith("/*")) {
      return Optional.of(
          "the path is a plain prefix, so it asks for a * in the repository; take /* off");
    }
    if (path.contains("*")) {
      return Optional.of("a * counts in the host only; the path is a plain prefix");
    }
    if (path.contains(":")) {
      return Optional.of("kubelet matches the image without its tag and digest");
    }
    return REPOSITORY_PREFIX.matcher(path).matches()
        ? Optional.empty()
        : Optional.of("no repository has such characters; they are in lower case");
  }

  private static Optional<String> host(ImagePattern pattern) {
    if (pattern.labels().contains("")) {
      return Optional.of("its host has an empty label");
    }
    String first = pattern.labels().getFirst();
    if (first.startsWith("[")) {
      return Optional.of("kubelet takes the brackets of an IPv6 address without port for a class");
    }
    boolean named = first.equals("localhost") || !pattern.port().isEmpty();
    if (pattern.labels().size() == 1 && !named) {
      return Optional.of("a * is one label, and no registry's host has only one");
    }
    String host = String.join(".", pattern.labels()) + pattern.port();
    String kubelets = ImageReference.host(DockerHub.expand(host + "/any/image"));
    return kubelets.equals(host)
        ? Optional.empty()
        : Optional.of("kubelet names these images %1$s/…; write %1$s".formatted(kubelets));
  }
}
