// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.command;

import dev.podpass.admin.kubeletconfig.FileEntry;
import dev.podpass.admin.kubeletconfig.FileEntry.Text;
import dev.podpass.admin.kubeletconfig.FileEntry.TokenAttributes;
import dev.podpass.admin.kubeletconfig.Finding;
import dev.podpass.admin.kubeletconfig.ProviderEntry;
import dev.podpass.cli.options.Arguments;
import dev.podpass.cli.options.Usage;
import dev.podpass.failure.CredentialException;
import dev.podpass.log.Log;
import dev.podpass.pull.ConfiguredProviders;
import dev.podpass.pull.Providers;
import dev.podpass.settings.SettingsReader;
import dev.podpass.spi.KubeletProfile;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Judges entries that run podpass by what podpass itself makes of their args and env. */
final class OwnEntries {
  private final Providers providers;
  private final Clock clock;

  OwnEntries(Providers providers, Clock clock) {
    this.providers = providers;
    this.clock = clock;
  }

  /** What is wrong with one, if it is podpass's by its name or {@code --provider}. */
  List<Finding> check(FileEntry entry) {
    List<String> args = entry.args().stream().map(Text::text).toList();
    if (!isOwn(entry, args)) {
      return List.of();
    }
    try {
      Arguments arguments =
          Arguments.parse(Usage.options(providers), args.toArray(String[]::new), entry.env());
      SettingsReader settings = new SettingsReader(arguments, entry.env(), Log.NONE, clock);
      var provider = settings.readChoice(providers, "podpass").all().getFirst();
      return compare(
          entry, settings.readProviders(Providers.of(List.of(provider))).kubelet(provider));
    } catch (CredentialException e) {
      return List.of(
          Finding.useless(
              entry.args().stream().findFirst().map(Text::line).orElse(entry.line()),
              "podpass refuses the args of " + entry.label() + ": " + e.line()));
    }
  }

  private static boolean isOwn(FileEntry entry, List<String> args) {
    return entry.label().startsWith("podpass")
        || args.stream().anyMatch(arg -> arg.matches("--provider(=.*)?"));
  }

  /** What podpass needs there, by provider; those that need an option first are left out. */
  Map<String, List<String>> patterns() {
    Map<String, List<String>> patterns = new LinkedHashMap<>();
    Arguments none = Arguments.parse(Usage.options(providers), new String[0], Map.of());
    ConfiguredProviders defaults =
        new SettingsReader(none, Map.of(), Log.NONE, clock).readProviders(providers);
    providers
        .all()
        .forEach(provider -> {
          try {
            patterns.put(provider.id(), defaults.kubelet(provider).matchImages());
          } catch (CredentialException _) {
            patterns.put(provider.id(), List.of());
          }
        });
    return patterns;
  }

  private static List<Finding> compare(FileEntry entry, KubeletProfile profile) {
    if (entry.token().isEmpty()) {
      return List.of(
          Finding.warning(
              entry.line(),
              entry.label() + " has no tokenAttributes, so podpass gets no token of any pod"));
    }
    TokenAttributes token = entry.token().get();
    List<Finding> findings = new ArrayList<>();
    token
        .audience()
        .filter(audience -> !audience.text().equals(profile.audience()))
        .ifPresent(audience ->
            findings.add(
                Finding.useless(
                    audience.line(),
                    "serviceAccountTokenAudience is %s; podpass needs %s with these args"
                        .formatted(audience.text(), profile.audience()))));
    Object cacheType = ProviderEntry.tokenAttributes(profile).get("cacheType");
    token
        .cacheType()
        .filter(type -> "Token".equals(cacheType) && !type.text().equals("Token"))
        .ifPresent(type ->
            findings.add(
                Finding.useless(
                    type.line(),
                    "cacheType must be Token with these args, or kubelet hands one pod's credential"
                        + " to another")));
    unseen(token, profile).ifPresent(findings::add);
    return findings;
  }

  private static Optional<Finding> unseen(TokenAttributes token, KubeletProfile profile) {
    List<String> passed = new ArrayList<>(token.required().stream().map(Text::text).toList());
    passed.addAll(token.optional().stream().map(Text::text).toList());
    List<String> missing =
        profile.annotationKeys().stream().filter(key -> !passed.contains(key)).toList();
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Finding.warning(
                token.line(),
                "kubelet does not pass on the annotation %s; add it to optionalServiceAccountAnnotationKeys"
                    .formatted(String.join(", ", missing))));
  }
}
