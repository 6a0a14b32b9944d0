// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.pull;

import dev.podpass.core.protocol.DockerHub;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.image.RegistryHost;
import dev.podpass.spi.secret.Redaction;
import java.util.Optional;

/**
 * A rule of the operator's: the container runtime pulls images of one registry from another, such
 * as a pull-through cache, and needs the other's credential for them.
 */
public record Mirror(Location source, Location target) {
  private static final String FORM = "must be SOURCE[/PREFIX]=TARGET[/PREFIX]";

  /**
   * A registry, or the repositories below a path in it, which has no slashes around it. Of Docker
   * Hub's hosts it has the one that kubelet knows.
   */
  public record Location(RegistryHost registry, String prefix) {
    /** Parses {@code HOST[/PREFIX]}. */
    private static Location parse(String text) {
      String host = text.split("/", 2)[0];
      requireForm(ImageReference.isRegistry(host), text);
      try {
        boolean whole = host.equals(text);
        ImageReference image = ImageReference.parse(whole ? text + "/any" : text);
        requireForm(image.tag().isEmpty() && image.digest().isEmpty(), text);
        return new Location(DockerHub.canonical(image.registry()), whole ? "" : image.repository());
      } catch (CredentialException e) {
        throw new IllegalArgumentException(FORM + ": " + e.text(), e);
      }
    }

    private static void requireForm(boolean condition, String text) {
      if (!condition) {
        throw new IllegalArgumentException(
            FORM
                + ", and "
                + Redaction.quoted(text)
                + " is not a registry host with or without a path");
      }
    }

    /** The repository relative to the prefix; empty if it is neither the prefix nor below it. */
    Optional<String> relative(String repository) {
      if (prefix.isEmpty()) {
        return Optional.of(repository);
      }
      return (repository + "/").startsWith(prefix + "/")
          ? Optional.of(repository.substring(Math.min(prefix.length() + 1, repository.length())))
          : Optional.empty();
    }

    /** Whether every image of another place is one of this place. */
    public boolean contains(Location other) {
      return registry.equals(other.registry) && relative(other.prefix).isPresent();
    }

    @Override
    public String toString() {
      return prefix.isEmpty() ? registry.toString() : registry + "/" + prefix;
    }
  }

  /** Parses {@code SOURCE[/PREFIX]=TARGET[/PREFIX]}. */
  static Mirror parse(String text) {
    String[] places = text.split("=", -1);
    if (places.length != 2) {
      throw new IllegalArgumentException(FORM);
    }
    Mirror mirror = new Mirror(Location.parse(places[0]), Location.parse(places[1]));
    if (mirror.source.registry.equals(mirror.target.registry)) {
      throw new IllegalArgumentException(
          "source and target are the same registry, " + mirror.source.registry);
    }
    return mirror;
  }

  /** The image of the target that stands for an image of the source. */
  ImageReference apply(ImageReference image) {
    String rest = source.relative(image.repository()).orElseThrow();
    String repository =
        rest.isEmpty() || target.prefix.isEmpty()
            ? target.prefix + rest
            : target.prefix + "/" + rest;
    if (repository.isEmpty()) {
      throw new CredentialException(
          Kind.BAD_REQUEST,
          "the mirror %s leaves no repository of the image %s".formatted(this, image.name()),
          "add a path to the target of --mirror");
    }
    return new ImageReference(target.registry.toString(), repository, image.tag(), image.digest());
  }

  @Override
  public String toString() {
    return source + "=" + target;
  }
}
