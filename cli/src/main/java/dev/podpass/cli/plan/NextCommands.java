// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.plan;

import dev.podpass.admin.plan.Credential;
import dev.podpass.admin.plan.ServiceAccount;
import dev.podpass.admin.plan.SwitchPlan.Row;
import dev.podpass.cli.config.ConfigFromFlags;
import dev.podpass.cli.config.ConfigOptions;
import dev.podpass.cli.trust.TrustCommand;
import dev.podpass.core.pull.ConfiguredProviders;
import dev.podpass.core.pull.Mirrors;
import dev.podpass.core.settings.PluginFlags;
import dev.podpass.core.settings.ProviderFlags;
import dev.podpass.spi.Identity.Part;
import dev.podpass.spi.IdentityOptions;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.trust.TrustGuide;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Commands to run before the switch, with the options of the plan that they take. */
final class NextCommands {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  private final ConfigFromFlags flags;
  private final ConfiguredProviders configured;

  NextCommands(ConfigFromFlags flags) {
    this.flags = flags;
    this.configured = flags.configured();
  }

  /** Lets kubelets request the tokens of all chosen providers. */
  String rbac() {
    Map<String, String> options =
        flags.set(
            Stream.concat(
                Stream.of(ConfigOptions.PROVIDERS, PluginFlags.ALLOW_AUDIENCE),
                configured.providers().all().stream()
                    .flatMap(provider -> ProviderFlags.of(provider).stream())));
    return "podpass rbac%s | kubectl apply -f -".formatted(words(options));
  }

  /** One command for each identity of a service account, with all images that it pulls so. */
  List<String> trust(List<Row> rows) {
    Map<String, Optional<Guided>> guides = new HashMap<>();
    Map<String, Set<String>> images = new TreeMap<>();
    for (Row row : rows) {
      if (row.result().after() instanceof Credential.OfPod(String id, List<Part> parts)) {
        guides
            .computeIfAbsent(id, this::guided)
            .ifPresent(its ->
                images
                    .computeIfAbsent(
                        its.command(row.result().account(), parts), _ -> new TreeSet<>())
                    .addAll(its.pulled(row.images())));
      }
    }
    return images.entrySet().stream()
        .map(trust ->
            trust.getKey()
                + trust.getValue().stream()
                    .map(image -> " --image=" + image)
                    .collect(Collectors.joining()))
        .toList();
  }

  private Optional<Guided> guided(String id) {
    RegistryCredentialProvider provider = configured.providers().only(List.of(id)).all().getFirst();
    return TrustCommand.guide(id)
        .map(guide ->
            new Guided(
                id,
                guide,
                flags.set(ProviderFlags.of(provider).stream()),
                configured.mirrors(provider)));
  }

  /** What all service accounts have in common that pull by a provider with a trust guide. */
  private record Guided(
      String provider, TrustGuide guide, Map<String, String> set, Mirrors mirrors) {
    String command(ServiceAccount account, List<Part> parts) {
      Map<String, String> options = new LinkedHashMap<>(set);
      for (Part part : parts) {
        IdentityOptions<?> named = guide.identities().get(part.name());
        if (named != null) {
          options.put("--" + named.name().flag(provider), part.value().value());
        }
      }
      return "podpass trust %s --issuer=ISSUER --service-account=%s%s"
          .formatted(provider, account, words(options));
    }

    /** The images at the registries of the provider: a mirror's are at its target. */
    List<String> pulled(Collection<String> images) {
      return images.stream().map(image -> mirrors.route(image).effective().name()).toList();
    }
  }

  private static String words(Map<String, String> options) {
    return options.entrySet().stream()
        .map(option -> " " + word(option.getKey() + "=" + option.getValue()))
        .collect(Collectors.joining());
  }

  /** The text as one word of a shell. */
  private static String word(String text) {
    return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
