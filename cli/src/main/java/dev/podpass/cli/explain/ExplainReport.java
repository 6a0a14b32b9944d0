// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.explain;

import dev.podpass.admin.kubeletconfig.ImagePattern;
import dev.podpass.admin.kubeletconfig.ProviderEntry;
import dev.podpass.admin.text.Documents;
import dev.podpass.admin.text.Facts;
import dev.podpass.admin.text.YamlReader;
import dev.podpass.admin.text.YamlReader.YamlSyntaxException;
import dev.podpass.cli.options.Arguments;
import dev.podpass.cli.report.DisplayValue;
import dev.podpass.cli.report.DisplayValue.TextBlock;
import dev.podpass.cli.report.TokenFacts;
import dev.podpass.cli.report.Verbatim;
import dev.podpass.core.pull.Mirror;
import dev.podpass.core.pull.Placeholder;
import dev.podpass.core.pull.PlannedPull;
import dev.podpass.core.pull.PullPlan;
import dev.podpass.core.pull.PullSettings;
import dev.podpass.core.pull.Route;
import dev.podpass.core.pull.WhenUnavailable;
import dev.podpass.core.settings.PluginFlags;
import dev.podpass.spi.Entry;
import dev.podpass.spi.Exchange;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.http.HttpRequest.PinnedServer;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.token.UnverifiedClaims;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The report of {@code explain}, section by section. */
final class ExplainReport {
  private final Route route;
  private final RegistryCredentialProvider provider;
  private final PullSettings settings;
  private final Arguments flags;
  private final Clock clock;
  private final Map<String, Object> sections = new LinkedHashMap<>();

  ExplainReport(
      Route route,
      RegistryCredentialProvider provider,
      PullSettings settings,
      Arguments flags,
      Clock clock) {
    this.route = route;
    this.provider = provider;
    this.settings = settings;
    this.flags = flags;
    this.clock = clock;
  }

  Map<String, Object> sections() {
    return sections;
  }

  void image() {
    ImageReference image = route.requested();
    sections.put(
        "image",
        Facts.of(
            "registry", image.registry().toString(),
            "repository", image.repository(),
            "provider", provider.id()));
    route.mirror().ifPresent(this::mirror);
  }

  void plan(PlannedPull planned) {
    Exchange plan = planned.plan().exchange();
    List<Object> identity = new ArrayList<>();
    plan.identity()
        .forEach((part, named) ->
            identity.add(
                Facts.of(
                    "name", part,
                    "value", named.value(),
                    "source", source(named.source(), planned))));
    identity.add(Facts.of("name", "access", "value", plan.access()));
    sections.put("identity", identity);
    sections.put("calls", DisplayValue.listOrNone(steps(plan.steps())));
    Map<String, Object> sent = sent(planned.plan());
    if (!sent.isEmpty()) {
      sections.put("parameters", sent);
    }
  }

  private void mirror(Mirror mirror) {
    ImageReference pulled = route.effective();
    String source = flags.sourced(PluginFlags.MIRROR).map(Sourced::source).orElseThrow();
    sections.put(
        "pulled from",
        Facts.of(
            "registry", pulled.registry().toString(),
            "repository", pulled.repository(),
            "mirror", mirror.toString(),
            "source", source));
  }

  private static Map<String, Object> sent(PullPlan plan) {
    Map<String, Object> sent = new LinkedHashMap<>();
    if (!plan.audiences().isEmpty()) {
      sent.put(
          "token audience",
          new Verbatim(plan.audiences().stream().sorted().collect(Collectors.joining(" or "))));
    }
    plan.exchange()
        .parameters()
        .forEach(parameter -> sent.put(parameter.name(), shown(parameter.value())));
    return sent;
  }

  /** A document is sent as JSON in one line; people read it as YAML. */
  private static Object shown(String value) {
    if (!YamlReader.isJson(value)) {
      return value;
    }
    try {
      return YamlReader.read(value).getFirst().plain() instanceof Map<?, ?> tree
          ? new TextBlock(value, Documents.yaml(tree).lines().toList())
          : value;
    } catch (YamlSyntaxException _) {
      return value;
    }
  }

  /** The flag that chose the identity, where the identity itself has no source. */
  private DisplayValue source(String source, PlannedPull planned) {
    boolean sent = planned.claims().isPresent();
    String named =
        source.equals("policy")
            ? (sent ? PluginFlags.withoutIdentity(flags) : PluginFlags.withoutToken(flags)).source()
            : source;
    return new DisplayValue(named, "from " + named);
  }

  void cache() {
    String state = settings.cache().state();
    sections.put("node cache", new DisplayValue(List.of(state), "of this machine: " + state));
  }

  /** Adds what kubelet is answered while the cloud is unavailable, if that is not a failure. */
  void unavailable(PlannedPull planned) {
    if (settings.whenUnavailable() == WhenUnavailable.PRESENT_IMAGES) {
      sections.put(
          "while the cloud is unavailable",
          List.of(
              Placeholder.isGivenFor(planned)
                  ? "a placeholder: a pod starts if its service account has pulled the image before"
                  : "the pull fails: there is no placeholder for the node's identity, for a"
                      + " registry that may have public images, or for an image that follows a"
                      + " mirror"));
    }
  }

  private static List<Object> steps(List<ExchangeStep> steps) {
    List<Object> rows = new ArrayList<>();
    for (ExchangeStep step : steps) {
      rows.add(
          Facts.of(
              "order", rows.size() + 1,
              "purpose", step.purpose(),
              "endpoint", step.endpoint().toString(),
              "server", step.server().map(PinnedServer::address),
              "ca", step.server().map(fixed -> fixed.authorities().toString())));
    }
    return rows;
  }

  void token(PlannedPull planned) {
    if (planned.token().isPresent()) {
      Map<String, Object> section =
          TokenFacts.claims(planned.token().get().claims(), clock.instant());
      section.put("checks", TokenFacts.checks(planned.inspectToken()));
      sections.put("token", section);
      return;
    }
    sections.put(
        "token",
        planned
            .claims()
            .map(ExplainReport::assumed)
            .orElseGet(() -> new DisplayValue(null, "none")));
  }

  private static DisplayValue assumed(UnverifiedClaims claims) {
    String audience = String.join(", ", claims.audiences());
    return new DisplayValue(
        Facts.of(
            "assumed", true, "service account", claims.workload().toString(), "audience", audience),
        "assumed: a token of service account %s for %s; give a real one with --token"
            .formatted(claims.workload(), audience));
  }

  void kubelet(Optional<UnverifiedClaims> claims) {
    try {
      Entry profile = settings.providers().kubelet(route.effective().registry(), claims, provider);
      Map<String, Object> entry = Facts.of("matchImages", matching(profile));
      entry.putAll(ProviderEntry.tokenAttributes(profile));
      sections.put("kubelet must have", entry);
    } catch (CredentialException e) {
      sections.put("kubelet must have", List.of(e.line()));
    }
  }

  private String matching(Entry profile) {
    String image = route.requested().name();
    return profile.matchImages().stream()
        .filter(pattern -> ImagePattern.parse(pattern).matches(image))
        .findFirst()
        .orElse(route.requested().host());
  }

  void exchange(TrialExchange trial) {
    sections.put("connections", DisplayValue.listOrNone(trial.connections()));
    sections.put("requests", DisplayValue.listOrNone(trial.requests()));
    sections.put("outcome", trial.outcome());
  }
}
