// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.doctor;

import dev.podpass.admin.check.Check;
import dev.podpass.admin.check.CheckContext;
import dev.podpass.admin.doctor.EntryEndpoints.Endpoint;
import dev.podpass.admin.kubeletconfig.FileEntry;
import dev.podpass.admin.node.EntryPrograms;
import dev.podpass.admin.text.RelativeTime;
import dev.podpass.core.log.Log;
import dev.podpass.core.settings.SettingsReader;
import dev.podpass.core.token.TokenPolicy;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.http.Connections;
import dev.podpass.spi.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The checks of {@code doctor} that connect to each endpoint a pull would use, and compare clocks.
 */
public final class EndpointChecks {
  private final EntryPrograms programs;
  private final CheckContext context;
  private final List<FileEntry> entries;
  private final List<Check> checks = new ArrayList<>();
  private final Set<Endpoint> tried = new HashSet<>();
  private final Map<String, String> tls = new ConcurrentHashMap<>();
  private Optional<Check> clock = Optional.empty();

  public EndpointChecks(EntryPrograms programs, List<FileEntry> entries) {
    this.programs = programs;
    this.context = programs.context();
    this.entries = List.copyOf(entries);
  }

  /**
   * Returns one check for each endpoint, and one for the clock.
   *
   * @param images images whose endpoints are checked, instead of those of the entries' patterns;
   *     may be empty
   */
  public List<Check> check(List<String> images, Map<String, String> annotations) {
    List<FileEntry> own = entries.stream().filter(FileEntry::isPodpass).toList();
    if (own.isEmpty()) {
      return List.of(
          Check.skipped(
              "endpoints", "no entry of podpass is known", "run podpass doctor as root on a node"));
    }
    for (FileEntry entry : own) {
      settings(entry).ifPresent(settings -> check(entry, settings, images, annotations));
    }
    clock.ifPresent(checks::add);
    for (String image : images) {
      if (own.stream().noneMatch(entry -> entry.matches(image))) {
        checks.add(
            Check.failed(
                "endpoints for " + image,
                "no entry of podpass serves it",
                "compare --image with matchImages"));
      }
    }
    return checks.isEmpty() && images.isEmpty()
        ? List.of(Check.skipped("endpoints", "no image given", "name one with --image"))
        : List.copyOf(checks);
  }

  /**
   * The settings of an entry that runs podpass; empty if it runs another plugin or has invalid
   * arguments.
   */
  private Optional<SettingsReader> settings(FileEntry entry) {
    try {
      return Optional.of(programs.settings(entry));
    } catch (CredentialException _) {
      return Optional.empty();
    }
  }

  private void check(
      FileEntry entry,
      SettingsReader settings,
      List<String> images,
      Map<String, String> annotations) {
    EntryEndpoints found = EntryEndpoints.of(entry, programs, images, annotations);
    checks.addAll(found.findings());
    Set<Endpoint> endpoints = new LinkedHashSet<>(found.endpoints());
    endpoints.removeIf(endpoint -> !tried.add(endpoint));
    if (endpoints.isEmpty()) {
      return;
    }
    try {
      checks.addAll(
          context
              .network()
              .with(
                  settings.readConnections().logging(this::listen),
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

  private Check check(Endpoint endpoint, Connections connections) {
    String subject = "endpoint " + endpoint.name();
    if (!"https".equals(endpoint.uri().getScheme())) {
      return Check.skipped(subject, "it is of this node only", "curl " + endpoint.uri());
    }
    context.network().progress("trying " + endpoint.name());
    try {
      Instant sent = context.clock().instant();
      HttpResponse response = connections.send(endpoint.probe());
      Duration halfTrip = Duration.between(sent, context.clock().instant()).dividedBy(2);
      clock = clock.or(() -> date(response).map(time -> clock(time, sent.plus(halfTrip))));
      return Check.ok(
          subject,
          "it answers over %s (HTTP %d)"
              .formatted(tls.getOrDefault(endpoint.uri().getHost(), "TLS"), response.status()));
    } catch (CredentialException e) {
      return Check.failed(
          subject,
          String.valueOf(e.getMessage()),
          e.hint().orElse("look at DNS, proxies and network policy"));
    }
  }

  /** Keeps how a host is connected. */
  private void listen(Log.Level level, String message, Log.Field... fields) {
    if (message.equals(Log.CONNECTION)) {
      Map<String, String> facts =
          Arrays.stream(fields)
              .collect(Collectors.toMap(Log.Field::name, field -> field.value().toString()));
      tls.put(
          facts.getOrDefault("host", ""),
          "%s with %s".formatted(facts.get("protocol"), facts.get("key_exchange")));
    }
  }

  /** When it was sent: a cached response keeps its first Date, and Age says since when. */
  private static Optional<Instant> date(HttpResponse response) {
    try {
      int age = response.header("age").map(Integer::parseInt).orElse(0);
      return response
          .header("date")
          .map(DateTimeFormatter.RFC_1123_DATE_TIME::parse)
          .map(date -> Instant.from(date).plusSeconds(age));
    } catch (DateTimeException | NumberFormatException _) {
      return Optional.empty();
    }
  }

  /** Compares the cloud's time with the node's of the same moment. */
  private static Check clock(Instant time, Instant here) {
    Duration off = Duration.between(time, here).abs();
    return off.compareTo(TokenPolicy.ALLOWED_SKEW) > 0
        ? Check.failed(
            "clock",
            "it is " + RelativeTime.duration(off) + " off: the cloud says " + time,
            "synchronize the clock, for example with chrony")
        : Check.ok("clock", "it agrees with the cloud's");
  }
}
