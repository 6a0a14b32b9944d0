// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.command;

import dev.podpass.admin.kubeletconfig.FileEntry;
import dev.podpass.admin.kubeletconfig.FileEntry.Text;
import dev.podpass.admin.node.Check;
import dev.podpass.admin.node.NodeInspection;
import dev.podpass.cli.options.Arguments;
import dev.podpass.cli.options.Usage;
import dev.podpass.cli.report.Words;
import dev.podpass.failure.CredentialException;
import dev.podpass.failure.Kind;
import dev.podpass.log.Log;
import dev.podpass.protocol.CredentialProviderRequest;
import dev.podpass.pull.AssumedClaims;
import dev.podpass.pull.Providers;
import dev.podpass.pull.Pull;
import dev.podpass.pull.PullProgress;
import dev.podpass.pull.PullSettings;
import dev.podpass.settings.SettingsReader;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.http.Connections;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.token.TokenPolicy;
import dev.podpass.token.UnverifiedClaims;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tries the endpoints that the configuration implies, by the rules of a pull. */
final class EndpointChecks {
  private final Invocation invocation;
  private final NodeInspection node;
  private final List<Check> checks = new ArrayList<>();
  private final Set<URI> tried = new HashSet<>();
  private Optional<Instant> theirs = Optional.empty();

  /**
   * Endpoints of a node.
   *
   * @param invocation with kubelet's own environment
   */
  EndpointChecks(Invocation invocation, NodeInspection node) {
    this.invocation = invocation;
    this.node = node;
  }

  /** One check for each endpoint, and one for the clock. */
  List<Check> check(List<String> images) {
    for (FileEntry entry : node.entries()) {
      Optional<SettingsReader> settings = settings(entry);
      Set<URI> endpoints = new LinkedHashSet<>();
      for (String image : images(entry, images)) {
        settings.ifPresent(p -> endpoints.addAll(endpoints(entry, p, image)));
      }
      endpoints.removeIf(endpoint -> !tried.add(endpoint));
      settings.ifPresent(p -> tryAll(entry, endpoints, p));
    }
    theirs.ifPresent(time -> checks.add(clock(time)));
    return checks.isEmpty()
        ? List.of(
            Check.skipped("endpoints", "no image tells which they are", "name one with --image"))
        : List.copyOf(checks);
  }

  /** What an entry's podpass is told; nothing if it is no podpass, or refuses what it is told. */
  private Optional<SettingsReader> settings(FileEntry entry) {
    Map<String, String> environment = new HashMap<>(invocation.surroundings().environment());
    environment.putAll(entry.env());
    try {
      Arguments arguments =
          Arguments.parse(
              Usage.options(invocation.providers()),
              entry.args().stream().map(Text::text).toArray(String[]::new),
              environment);
      return Optional.of(new SettingsReader(arguments, environment, Log.NONE, invocation.clock()));
    } catch (CredentialException _) {
      return Optional.empty();
    }
  }

  private void tryAll(FileEntry entry, Set<URI> endpoints, SettingsReader settings) {
    if (endpoints.isEmpty()) {
      return;
    }
    try {
      checks.addAll(
          Networking.within(
              invocation,
              settings.readConnections(),
              connections ->
                  endpoints.stream().map(endpoint -> check(endpoint, connections)).toList()));
    } catch (CredentialException e) {
      checks.add(
          Check.failed(
              "network of " + entry.label(),
              String.valueOf(e.getMessage()),
              e.hint().orElse("look at its env and args")));
    }
  }

  private static List<String> images(FileEntry entry, List<String> named) {
    List<String> images = new ArrayList<>(named);
    entry.matchImages().stream()
        .map(Text::text)
        .filter(pattern -> !pattern.contains("*") && !pattern.contains("["))
        .forEach(pattern -> images.add(pattern.replaceFirst("/*$", "") + "/podpass/doctor"));
    return images;
  }

  /**
   * What the entry's podpass would ask for that image; nothing if it is not an image of its own.
   */
  private List<URI> endpoints(FileEntry entry, SettingsReader settings, String image) {
    try {
      String audience =
          entry.token().flatMap(FileEntry.TokenAttributes::audience).map(Text::text).orElse("none");
      UnverifiedClaims claims =
          AssumedClaims.of("default/default", audience, invocation.clock().instant());
      Providers chosen = settings.readChoice(invocation.providers(), entry.label());
      PullSettings planning =
          PullSettings.forPlanning(settings.readProviders(chosen), invocation.clock());
      return new Pull(planning, new PullProgress(invocation.clock()))
              .plan(
                  new CredentialProviderRequest(
                      image, Optional.empty(), ExplainRequest.annotations(invocation.arguments())),
                  (provider, its) -> Optional.of(claims))
              .plan()
              .steps()
              .stream()
              .map(ExchangeStep::endpoint)
              .toList();
    } catch (CredentialException e) {
      tell(image, e);
      return List.of();
    }
  }

  /** Another entry's image is no news; an identity that is not named is. */
  private void tell(String image, CredentialException e) {
    if (e.kind() == Kind.CONFIGURATION) {
      checks.add(
          Check.skipped(
              "endpoints for " + image,
              String.valueOf(e.getMessage()),
              "name its identity with --annotation to have them tried"));
    }
  }

  private Check check(URI endpoint, Connections connections) {
    String subject = "endpoint " + endpoint.getHost();
    if (!"https".equals(endpoint.getScheme())) {
      return Check.skipped(subject, "it is of this node only", "curl " + endpoint);
    }
    invocation.progress("trying " + endpoint.getHost());
    try {
      URI root = URI.create("https://" + endpoint.getRawAuthority() + "/");
      HttpResponse response = connections.send(HttpRequest.of("GET", root));
      theirs = theirs.or(() -> date(response));
      return Check.ok(subject, "it answers over TLS (HTTP " + response.status() + ")");
    } catch (CredentialException e) {
      return Check.failed(
          subject,
          String.valueOf(e.getMessage()),
          e.hint().orElse("look at DNS, proxies and network policy"));
    }
  }

  private static Optional<Instant> date(HttpResponse response) {
    try {
      return response
          .header("date")
          .map(DateTimeFormatter.RFC_1123_DATE_TIME::parse)
          .map(Instant::from);
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  private Check clock(Instant time) {
    Duration off = Duration.between(time, invocation.clock().instant()).abs();
    return off.compareTo(TokenPolicy.ALLOWED_SKEW) > 0
        ? Check.failed(
            "clock",
            "it is " + Words.duration(off) + " off: the cloud says " + time,
            "let chrony or systemd-timesyncd set it")
        : Check.ok("clock", "it agrees with the cloud's");
  }
}
