// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.pull;

import dev.podpass.core.protocol.CacheKeyType;
import dev.podpass.core.protocol.DockerHub;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.image.RegistryHost;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The mirrors of {@code --mirror}. An image follows the one with the longest prefix, once. */
public record Mirrors(List<Mirror> all) {
  public static final Mirrors NONE = new Mirrors(List.of());

  public Mirrors {
    all = List.copyOf(all);
  }

  /** Parses mirrors, separated by commas; no two may contradict each other. */
  public static Mirrors parse(String text) {
    List<Mirror> all = new ArrayList<>();
    for (String one : text.split(",", -1)) {
      Mirror mirror = Mirror.parse(one);
      all.forEach(other -> requireConsistent(other, mirror));
      all.add(mirror);
    }
    return new Mirrors(all);
  }

  private static void requireConsistent(Mirror one, Mirror other) {
    if (one.source().contains(other.source()) && other.source().contains(one.source())) {
      throw new IllegalArgumentException("%s and %s are of the same source".formatted(one, other));
    }
    if (isChain(one, other) || isChain(other, one)) {
      throw new IllegalArgumentException(
          "%s and %s are a chain, and an image follows one mirror".formatted(one, other));
    }
  }

  private static boolean isChain(Mirror one, Mirror other) {
    return one.target().registry().equals(other.source().registry());
  }

  /** Decides where an image, as kubelet names it, is pulled from. */
  public Route route(String text) {
    boolean dockerHub = of(DockerHub.HOST).findAny().isPresent();
    ImageReference asked = ImageReference.parse(dockerHub ? DockerHub.expand(text) : text);
    Optional<Mirror> mirror =
        of(asked.registry())
            .filter(each -> each.source().relative(asked.repository()).isPresent())
            .max(Comparator.comparingInt(each -> each.source().prefix().length()));
    return new Route(
        asked,
        mirror.map(each -> each.apply(asked)).orElse(asked),
        mirror,
        images(asked),
        List.of());
  }

  /**
   * The way of an image; if no mirror covers it, that of another image of its registry that one
   * does, for judging a pattern that matches both.
   */
  public Route sample(String text) {
    Route route = route(text);
    return route.mirror().isPresent()
        ? route
        : of(route.requested().registry())
            .findFirst()
            .map(mirror -> route(mirror.source() + "/any/image"))
            .orElse(route);
  }

  /** Kubelet would use a credential of the whole registry for images of another mirror, too. */
  private CacheKeyType images(ImageReference asked) {
    return of(asked.registry()).allMatch(each -> each.source().prefix().isEmpty())
        ? CacheKeyType.REGISTRY
        : CacheKeyType.IMAGE;
  }

  /** The patterns for kubelet's {@code matchImages}. */
  public List<String> matchImages() {
    return all.stream().map(mirror -> mirror.source().toString()).toList();
  }

  /** The mirrors whose source is in this registry. */
  Stream<Mirror> of(RegistryHost registry) {
    RegistryHost host = DockerHub.canonical(registry);
    return all.stream().filter(mirror -> mirror.source().registry().equals(host));
  }

  /** The mirrors as they are written on a command line. */
  @Override
  public String toString() {
    return all.stream().map(Mirror::toString).collect(Collectors.joining(","));
  }
}
