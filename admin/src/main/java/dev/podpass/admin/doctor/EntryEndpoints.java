// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.doctor;

import dev.podpass.admin.check.Check;
import dev.podpass.admin.kubeletconfig.FileEntry;
import dev.podpass.admin.kubeletconfig.FileEntry.Text;
import dev.podpass.admin.node.EntryFault;
import dev.podpass.admin.node.EntryPrograms;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpRequest.PinnedServer;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The endpoints that a configuration entry's podpass would connect to, taken from the plan of a
 * pull.
 */
record EntryEndpoints(Set<Endpoint> endpoints, List<Check> findings) {
  private static final String ANY_ID = "00000000-0000-0000-0000-000000000000";

  /** Plans a pull of each of these images; without any, of those that its patterns name. */
  static EntryEndpoints of(
      FileEntry entry,
      EntryPrograms programs,
      List<String> images,
      Map<String, String> annotations) {
    Set<Endpoint> endpoints = new LinkedHashSet<>();
    List<Check> findings = new ArrayList<>();
    for (String image : images(entry, images)) {
      try {
        List<Endpoint> planned = plan(entry, programs, image, annotations);
        if (planned.isEmpty()) {
          findings.add(Check.ok("endpoints for " + image, "podpass sends no request for it"));
        }
        endpoints.addAll(planned);
      } catch (CredentialException e) {
        // An image that is named may be of another entry, and one made of a pattern need not exist.
        boolean isNamed = images.contains(image) && entry.matches(image);
        unplanned(e, image, isNamed).ifPresent(findings::add);
      }
    }
    if (images.isEmpty() || images.stream().anyMatch(entry::matches)) {
      endpoints.addAll(fixed(entry, programs, annotations));
    }
    return new EntryEndpoints(endpoints, findings);
  }

  /** Why a pull cannot be planned; a pod may name the identity that is missing. */
  private static Optional<Check> unplanned(CredentialException e, String image, boolean isNamed) {
    String subject = "endpoints for " + image;
    String reason = String.valueOf(e.getMessage());
    if (isNamed && e.kind() != Kind.NO_IDENTITY) {
      return Optional.of(
          Check.failed(subject, reason, e.hint().orElse("look at its env and args")));
    }
    return e.kind().exitCode() == Kind.CONFIGURATION.exitCode()
        ? Optional.of(
            Check.skipped(
                subject, reason, "name its identity with --annotation to have them tried"))
        : Optional.empty();
  }

  /**
   * The endpoints on a fixed server. They are the same for each image and identity, so that a
   * made-up image of a pattern, and a made-up identity, show them.
   */
  private static List<Endpoint> fixed(
      FileEntry entry, EntryPrograms programs, Map<String, String> annotations) {
    Map<String, String> identity = new HashMap<>();
    entry
        .token()
        .ifPresent(token -> token.annotationKeys().forEach(key -> identity.put(key, ANY_ID)));
    identity.putAll(annotations);
    List<Endpoint> endpoints = new ArrayList<>();
    for (Text pattern : entry.matchImages()) {
      try {
        plan(entry, programs, EntryFault.image(pattern), identity).stream()
            .filter(endpoint -> endpoint.server().isPresent())
            .forEach(endpoints::add);
      } catch (CredentialException _) {
        // It has none, or one that cannot be made up.
      }
    }
    return endpoints;
  }

  /** The given images, else those of patterns that match one registry only. */
  private static List<String> images(FileEntry entry, List<String> named) {
    return named.isEmpty()
        ? entry.matchImages().stream()
            .map(Text::text)
            .filter(pattern -> !pattern.contains("*") && !pattern.contains("["))
            .map(pattern -> pattern.replaceFirst("/*$", "") + "/podpass/doctor")
            .toList()
        : named;
  }

  private static List<Endpoint> plan(
      FileEntry entry, EntryPrograms programs, String image, Map<String, String> annotations) {
    return programs
        .pull(entry)
        .plan("default/default", image, annotations, true)
        .plan()
        .exchange()
        .steps()
        .stream()
        .map(Endpoint::of)
        .toList();
  }

  /** A host that a pull would connect to, on a fixed server if DNS does not decide. */
  record Endpoint(URI uri, Optional<PinnedServer> server) {
    static Endpoint of(ExchangeStep step) {
      return new Endpoint(step.endpoint().resolve("/"), step.server());
    }

    String name() {
      return uri.getHost() + server.map(fixed -> " on " + fixed.address()).orElse("");
    }

    /** A harmless request, whose answer, a redirect too, proves address, name and certificate. */
    HttpRequest probe() {
      HttpRequest request = HttpRequest.of("HEAD", uri).with("Cache-Control", "no-cache");
      return server.map(request::to).orElse(request);
    }
  }
}
