// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.lint;

import dev.podpass.admin.check.CheckContext;
import dev.podpass.admin.kubeletconfig.FileEntry;
import dev.podpass.admin.kubeletconfig.FileEntry.EntryProgram.Owner;
import dev.podpass.admin.kubeletconfig.FileEntry.Text;
import dev.podpass.admin.kubeletconfig.FileEntry.TokenAttributes;
import dev.podpass.admin.kubeletconfig.Finding;
import dev.podpass.admin.node.EntryPrograms;
import dev.podpass.core.pull.ConfiguredProviders;
import dev.podpass.core.pull.Providers;
import dev.podpass.core.pull.Suggestion;
import dev.podpass.core.settings.ProviderFlags;
import dev.podpass.core.settings.SettingsReader;
import dev.podpass.spi.Entry;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.failure.CredentialException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lint rules for entries that run podpass: args, env and identity are read as podpass itself reads
 * them.
 */
record PodpassEntries(EntryPrograms programs) {
  private static final String PREFIX = "PODPASS_";

  /**
   * The findings about an entry. That its providers do not serve a pattern is left out where a line
   * was judged: a pattern that matches no image at all is not worth a second finding.
   */
  List<Finding> check(FileEntry entry, Set<Integer> judged) {
    // The plugin of that name needs no token, and has arguments of its own.
    boolean mayBeAnother =
        entry.program().owner() == Owner.PROBABLY_PODPASS
            && (entry.token().isEmpty() || entry.program().unreadable().isPresent());
    if (!entry.isPodpass() || mayBeAnother) {
      return List.of();
    }
    try {
      SettingsReader settings = programs.settings(entry);
      settings.requireValid();
      Providers chosen = settings.readChoice(programs.context().providers(), entry.label());
      ConfiguredProviders configured = settings.readProviders(chosen);
      List<Finding> findings = new ArrayList<>();
      List<Finding> unserved = new ArrayList<>();
      findings.addAll(
          entry
              .token()
              .map(token -> judge(entry, token, configured, unserved))
              .orElseGet(() ->
                  Set.of(
                      Finding.warning(
                          entry.line(),
                          entry.label()
                              + " has no tokenAttributes, so podpass gets no token of any pod"))));
      findings.addAll(new MirrorRules(programs.context().providers(), configured).check(entry));
      findings.addAll(unknownVariables(entry));
      unserved.stream().filter(finding -> !judged.contains(finding.line())).forEach(findings::add);
      return findings;
    } catch (CredentialException e) {
      return List.of(
          Finding.ineffective(
              blamed(entry, e).orElse(entry.line()),
              "podpass refuses the args or env of " + entry.label() + ": " + e.line()));
    }
  }

  /** Those with podpass's prefix that set no option, such as misspelt ones: a pull ignores them. */
  private List<Finding> unknownVariables(FileEntry entry) {
    Set<String> known =
        ProviderFlags.withPlugin(programs.context().providers().all())
            .flatMap(flag -> flag.variables().stream())
            .collect(Collectors.toUnmodifiableSet());
    return entry.env().keySet().stream()
        .filter(name -> name.startsWith(PREFIX) && !known.contains(name))
        .sorted()
        .map(name ->
            Finding.warning(
                entry.line(),
                "the variable %s sets no option; %s"
                    .formatted(name, Suggestion.of(name, known).orElse("remove it"))))
        .toList();
  }

  /** The line of the argument that a message is about, else of the first. */
  private static Optional<Integer> blamed(FileEntry entry, CredentialException e) {
    return Stream.concat(
            entry.args().stream()
                .filter(arg -> e.line().contains(arg.text().replaceFirst("=.*", ""))),
            entry.args().stream())
        .map(Text::line)
        .findFirst();
  }

  private static Set<Finding> judge(
      FileEntry entry,
      TokenAttributes token,
      ConfiguredProviders configured,
      List<Finding> unserved) {
    Map<String, Entry> profiles = new LinkedHashMap<>();
    for (Text pattern : entry.matchImages()) {
      ServedPattern served = ServedPattern.of(pattern, entry, configured);
      served.profile().ifPresent(profile -> profiles.put(pattern.text(), profile));
      served.finding().filter(finding -> !unserved.contains(finding)).ifPresent(unserved::add);
    }
    Set<Finding> findings = new LinkedHashSet<>();
    boolean mixed = profiles.values().stream().map(Entry::audience).distinct().count() > 1;
    if (mixed) {
      findings.add(mixed(entry, profiles, configured));
    }
    profiles.values().stream()
        .flatMap(profile -> compare(entry, token, profile, mixed))
        .forEach(findings::add);
    if (token.requireServiceAccount().orElse(false)
        && entry.withoutToken().equals(Optional.of("node"))) {
      findings.add(
          Finding.warning(
              entry.line(),
              "kubelet does not run %s for static pods, which would pull as the node: write"
                      .formatted(entry.label())
                  + " requireServiceAccount: false"));
    }
    return findings;
  }

  /** An entry has one audience, so no text could suit all of these patterns. */
  private static Finding mixed(
      FileEntry entry, Map<String, Entry> profiles, ConfiguredProviders configured) {
    String needs =
        profiles.entrySet().stream()
            .map(needed -> "%s needs %s".formatted(needed.getKey(), needed.getValue().audience()))
            .collect(Collectors.joining(", "));
    String option =
        configured.providers().all().stream()
            .filter(provider ->
                provider.options().stream().anyMatch(known -> known.name().equals("cloud")))
            .findFirst()
            .map(provider -> ", each with its --" + provider.id() + "-cloud")
            .orElse("");
    return Finding.ineffective(
        entry.line(),
        "the patterns of %s need different audiences: %s; make an entry for each audience%s"
            .formatted(entry.label(), needs, option));
  }

  /**
   * The patterns that each provider needs; providers that need an option first are left out. Beside
   * the source of a mirror another registry may have a host that is as long, or longer.
   */
  List<String> patterns() {
    List<String> patterns = new ArrayList<>();
    CheckContext context = programs.context();
    ConfiguredProviders defaults =
        context.settings(List.of(), Map.of()).readProviders(context.providers());
    for (RegistryCredentialProvider provider : defaults.providers().all()) {
      try {
        patterns.addAll(defaults.kubelet(provider).matchImages());
      } catch (CredentialException _) {
        // It needs an option first.
      }
    }
    return patterns;
  }

  private static Stream<Finding> compare(
      FileEntry entry, TokenAttributes token, Entry profile, boolean mixed) {
    boolean cached = !entry.option("--cache").equals(Optional.of("off"));
    Optional<Text> type = token.cacheType();
    List<String> passed = token.annotationKeys();
    String missing =
        profile.annotations().stream()
            .filter(key -> !passed.contains(key))
            .collect(Collectors.joining(", "));
    return Stream.of(
            token
                .audience()
                .filter(audience -> !mixed && !audience.text().equals(profile.audience()))
                .map(audience ->
                    Finding.ineffective(
                        audience.line(),
                        "serviceAccountTokenAudience is %s; podpass needs %s with these args"
                            .formatted(audience.text(), profile.audience()))),
            type.filter(value -> profile.isPerPod() && !value.text().equals("Token"))
                .map(value ->
                    Finding.ineffective(
                        value.line(),
                        "cacheType must be Token with these args, or kubelet hands one pod's"
                            + " credential to another")),
            type.filter(value -> !profile.isPerPod() && cached && value.text().equals("Token"))
                .map(value ->
                    Finding.warning(
                        value.line(),
                        "cacheType is Token, but the node cache gives one pod's response to the"
                            + " other pods of its service account; add --cache-per-pod, or write"
                            + " ServiceAccount")),
            Optional.of(missing)
                .filter(keys -> !keys.isEmpty())
                .map(keys ->
                    Finding.warning(
                        token.line(),
                        "kubelet does not pass on the annotation %s; add it to optionalServiceAccountAnnotationKeys"
                            .formatted(keys))))
        .flatMap(Optional::stream);
  }
}
