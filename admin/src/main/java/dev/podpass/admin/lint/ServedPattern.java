// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.lint;

import dev.podpass.admin.kubeletconfig.FileEntry;
import dev.podpass.admin.kubeletconfig.FileEntry.Text;
import dev.podpass.admin.kubeletconfig.Finding;
import dev.podpass.admin.kubeletconfig.ImagePattern;
import dev.podpass.core.pull.AssumedClaims;
import dev.podpass.core.pull.ConfiguredProviders;
import dev.podpass.core.pull.Route;
import dev.podpass.spi.Entry;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.image.RegistryHost;
import dev.podpass.spi.token.UnverifiedClaims;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One of the {@code matchImages} of an entry of podpass's, and what its provider needs for the
 * images that match it.
 */
record ServedPattern(Optional<Entry> profile, Optional<Finding> finding) {
  private static final Pattern PATH = Pattern.compile("(?:/[a-z0-9]+(?:[._-]+[a-z0-9]+)*+)*+");

  private static final ServedPattern UNREADABLE =
      new ServedPattern(Optional.empty(), Optional.empty());

  /** Looks for its provider; fails if that lacks an option, or cannot have its audience. */
  static ServedPattern of(Text text, FileEntry entry, ConfiguredProviders configured) {
    ImagePattern pattern;
    ImageReference image;
    try {
      pattern = ImagePattern.parse(text.text().toLowerCase(Locale.ROOT));
      image = ImageReference.parse(image(pattern));
    } catch (IllegalArgumentException | CredentialException _) {
      return UNREADABLE;
    }
    Optional<UnverifiedClaims> claims =
        entry
            .audience()
            .map(audience -> AssumedClaims.of("default/default", audience, Instant.EPOCH));
    RegistryHost host = image.registry();
    Optional<RegistryHost> asked = onPort(pattern, host);
    Optional<String> name = asked.map(registry -> registry + "/" + image.repository());
    Optional<Route> mirrored =
        name.map(configured.mirrors()::sample).filter(route -> route.mirror().isPresent());
    if (mirrored.isPresent()) {
      Route route = mirrored.get();
      RegistryHost pulled = route.effective().registry();
      return new ServedPattern(
          Optional.of(configured.kubelet(pulled, claims, configured.serving(route))),
          uncovered(text, name.orElseThrow(), configured));
    }
    boolean isPortServed = asked.filter(registry -> isServed(registry, configured)).isPresent();
    for (RegistryCredentialProvider provider : configured.providers().all()) {
      Optional<Entry> profile =
          profile(provider, host, claims, configured)
              .filter(needed ->
                  needed.matchImages().stream()
                      .map(ImagePattern::parse)
                      .anyMatch(served -> overlaps(pattern, served, isPortServed)));
      if (profile.isPresent()) {
        return new ServedPattern(
            profile, partly(text, pattern, host, isPortServed, claims, configured));
      }
    }
    return new ServedPattern(Optional.empty(), Optional.of(unserved(text, host, configured)));
  }

  /** A pattern that is wider than the mirrors of its registry. */
  private static Optional<Finding> uncovered(
      Text text, String image, ConfiguredProviders configured) {
    try {
      Route route = configured.mirrors().route(image);
      if (route.mirror().isEmpty()) {
        var _ = configured.serving(route);
      }
      return Optional.empty();
    } catch (CredentialException e) {
      return Optional.of(Finding.warning(text.line(), text.text() + " is too wide: " + e.line()));
    }
  }

  private static Optional<Entry> profile(
      RegistryCredentialProvider provider,
      RegistryHost host,
      Optional<UnverifiedClaims> claims,
      ConfiguredProviders configured) {
    try {
      return Optional.of(configured.kubelet(host, claims, provider));
    } catch (CredentialException e) {
      if (configured.providers().all().size() == 1 || configured.serves(provider, host)) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** Of a pattern that is wider than those of all providers, podpass refuses the other hosts. */
  private static Optional<Finding> partly(
      Text text,
      ImagePattern pattern,
      RegistryHost host,
      boolean isPortServed,
      Optional<UnverifiedClaims> claims,
      ConfiguredProviders configured) {
    List<ImagePattern> served =
        configured.providers().all().stream()
            .flatMap(provider -> profile(provider, host, claims, configured).stream())
            .flatMap(needed -> needed.matchImages().stream())
            .map(ImagePattern::parse)
            .filter(own -> overlaps(pattern, own, isPortServed))
            .toList();
    return served.stream().anyMatch(own -> own.onPort("").covers(pattern.onPort("")))
        ? Optional.empty()
        : Optional.of(
            Finding.warning(
                text.line(),
                "podpass serves only %s of what matches \"%s\", and refuses other hosts; write these, and leave the rest to another entry"
                    .formatted(
                        String.join(", ", served.stream().map(ImagePattern::text).toList()),
                        text.text())));
  }

  /** Kubelet compares the port, that of HTTPS too; empty if no image can have it. */
  private static Optional<RegistryHost> onPort(ImagePattern pattern, RegistryHost host) {
    try {
      return Optional.of(RegistryHost.parse(host.name() + pattern.port()));
    } catch (CredentialException _) {
      return Optional.empty();
    }
  }

  private static boolean isServed(RegistryHost registry, ConfiguredProviders configured) {
    try {
      return configured.find(registry).isPresent();
    } catch (CredentialException _) {
      return false; // Several do, and a pull fails.
    }
  }

  private static Finding unserved(Text text, RegistryHost host, ConfiguredProviders configured) {
    String advice =
        configured.providers().all().stream()
            .flatMap(provider -> provider.correction(host, configured.settings(provider)).stream())
            .findFirst()
            .orElse("take it out, or choose the provider that does");
    return Finding.ineffective(
        text.line(),
        "podpass serves no image that matches \"%s\" with these args; %s"
            .formatted(text.text(), advice));
  }

  /**
   * Whether a provider's pattern has images of this one: on its port, or without it, if the
   * provider serves that one too.
   */
  private static boolean overlaps(ImagePattern pattern, ImagePattern served, boolean isPortServed) {
    return served.overlaps(pattern.onPort(pattern.port()))
        || (isPortServed && served.overlaps(pattern.onPort("")));
  }

  private static String image(ImagePattern pattern) {
    String host =
        String.join(
            ".", pattern.labels().stream().map(l -> l.replaceAll("[^a-z0-9-]", "x")).toList());
    return host + (PATH.matcher(pattern.path()).matches() ? pattern.path() : "") + "/podpass/image";
  }
}
