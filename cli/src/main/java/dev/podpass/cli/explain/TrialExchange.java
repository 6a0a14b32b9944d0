// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.explain;

import dev.podpass.admin.text.Facts;
import dev.podpass.admin.text.RelativeTime;
import dev.podpass.cli.command.CommandContext;
import dev.podpass.cli.command.CommandNetwork;
import dev.podpass.cli.report.DisplayValue;
import dev.podpass.core.log.Log;
import dev.podpass.core.protocol.CredentialProviderRequest;
import dev.podpass.core.protocol.CredentialProviderResponse;
import dev.podpass.core.protocol.CredentialProviderResponse.Auth;
import dev.podpass.core.pull.Pull;
import dev.podpass.core.pull.PullProgress;
import dev.podpass.core.pull.PullSettings;
import dev.podpass.core.pull.ValidatedPull;
import dev.podpass.core.settings.PluginFlags;
import dev.podpass.spi.failure.CredentialException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A real exchange for {@code explain --exchange}, with its answer or failure and its log. */
final class TrialExchange {
  private final List<Map<String, Object>> connections = new ArrayList<>();
  private final List<Map<String, Object>> requests = new ArrayList<>();
  private Map<String, Object> outcome = Map.of();
  private Optional<CredentialException> failure = Optional.empty();

  private TrialExchange() {}

  /** Runs the exchange with the plugin's settings. */
  static TrialExchange of(
      CommandContext context, CredentialProviderRequest request, PullSettings settings) {
    TrialExchange trial = new TrialExchange();
    Log log = trial::listen;
    Pull pull = new Pull(settings.forTrial(log), new PullProgress(context.clock()));
    CommandNetwork network = context.network();
    network.progress(
        "exchanging the token, within %s"
            .formatted(RelativeTime.duration(context.arguments().get(PluginFlags.DEADLINE))));
    try {
      trial.outcome =
          outcome(
              network.within(
                  context.settings(log).readConnections(),
                  network.deadline(),
                  connections -> ValidatedPull.of(pull.plan(request)).exchange(connections)));
    } catch (CredentialException e) {
      trial.failure = Optional.of(e);
      trial.outcome = Map.of("failed", new DisplayValue(e.line(), "for the reason on stderr"));
    }
    return trial;
  }

  /** SDKs may send from threads of their own. */
  private synchronized void listen(Log.Level level, String message, Log.Field... fields) {
    switch (message) {
      case Log.CONNECTION -> connections.add(row(fields));
      case "request" -> requests.add(row(fields));
      default -> {
        // Steps of the exchange, which the plan has.
      }
    }
  }

  private static Map<String, Object> row(Log.Field... fields) {
    Map<String, Object> row = new LinkedHashMap<>();
    for (Log.Field field : fields) {
      row.put(field.name(), shown(field));
    }
    return row;
  }

  private static Object shown(Log.Field field) {
    return switch (field.name()) {
      case "attempt" -> new DisplayValue(field.value(), "attempt " + field.value());
      case "outcome" ->
          field.value() instanceof Integer status
              ? new DisplayValue(status, "HTTP " + status)
              : field.value().toString();
      case "milliseconds" -> new DisplayValue(field.value(), field.value() + " ms");
      default -> field.value().toString();
    };
  }

  private static Map<String, Object> outcome(CredentialProviderResponse response) {
    Optional<Auth> auth = response.auth();
    return Facts.of(
        "credential", auth.isPresent() ? "granted" : "none: the pull is anonymous",
        "registry", auth.map(Auth::host),
        "username", auth.map(Auth::username),
        "password",
            auth.map(granted -> granted.password().reveal().length())
                .map(length -> new DisplayValue(null, length + " characters, not shown")),
        "cache key type", response.cacheKeyType().name().toLowerCase(Locale.ROOT),
        "cache duration",
            new DisplayValue(
                response.cacheDuration().toSeconds() + "s",
                RelativeTime.duration(response.cacheDuration())));
  }

  /** By host: they are opened at the same time. */
  synchronized List<Map<String, Object>> connections() {
    return connections.stream()
        .sorted(Comparator.comparing(facts -> String.valueOf(facts.get("host"))))
        .toList();
  }

  synchronized List<Map<String, Object>> requests() {
    return List.copyOf(requests);
  }

  Map<String, Object> outcome() {
    return outcome;
  }

  Optional<CredentialException> failure() {
    return failure;
  }
}
