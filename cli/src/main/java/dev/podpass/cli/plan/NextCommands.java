// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.plan;

import static java.util.Locale.ROOT;

import dev.podpass.admin.plan.Credential;
import dev.podpass.admin.plan.ServiceAccount;
import dev.podpass.admin.plan.SwitchPlan.Row;
import dev.podpass.cli.config.ConfigFromFlags;
import dev.podpass.cli.config.ConfigOptions;
import dev.podpass.cli.trust.TrustCommand;
import dev.podpass.core.protocol.DockerHub;
import dev.podpass.core.pull.ConfiguredProviders;
import dev.podpass.core.pull.Mirrors;
import dev.podpass.core.settings.PluginFlags;
import dev.podpass.core.settings.ProviderFlags;
import dev.podpass.spi.IdentityOptions;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.trust.Trust;
import dev.podpass.spi.trust.TrustGuide;
import dev.podpass.spi.trust.TrustRequest;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Commands to run before the switch, with the options of the plan that they take. */
final class NextCommands {
  /** An issuer whose keys every cloud can fetch. */
  private static final String ANY = "https://issuer.example.com";

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  /** The images that one script may be for: all, those of a registry, those of an organization. */
  private static final List<Function<ImageReference, ?>> PARTS =
      List.of(
          _ -> "",
          ImageReference::registry,
          image -> image.registry() + "/" + image.repository().split("/", 2)[0]);

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

  /** Trust for each identity of a service account, with all images that it pulls so. */
  List<TrustStep> trust(List<Row> rows) {
    Map<String, Optional<Guided>> guides = new HashMap<>();
    Map<Wanted, Set<String>> images = new LinkedHashMap<>();
    for (Row row : rows) {
      if (row.result().after() instanceof Credential.OfPod pod) {
        guides
            .computeIfAbsent(pod.provider(), this::guided)
            .ifPresent(_ ->
                images
                    .computeIfAbsent(new Wanted(row.result().account(), pod), _ -> new TreeSet<>())
                    .addAll(row.images()));
      }
    }
    return images.entrySet().stream()
        .flatMap(trust ->
            guides.getOrDefault(trust.getKey().credential().provider(), Optional.empty()).stream()
                .flatMap(guided -> guided.steps(trust.getKey(), trust.getValue())))
        .sorted(Comparator.comparing(TrustStep::command))
        .toList();
  }

  private Optional<Guided> guided(String id) {
    RegistryCredentialProvider provider = configured.providers().only(List.of(id)).all().getFirst();
    return TrustCommand.guide(id)
        .map(guide ->
            new Guided(
                guide,
                flags.set(ProviderFlags.of(provider).stream()),
                configured.settings(provider),
                configured.mirrors(provider)));
  }

  /** Who pulls with which credential. */
  private record Wanted(ServiceAccount account, Credential.OfPod credential) {}

  /** What all service accounts have in common that pull by a provider with a trust guide. */
  private record Guided(
      TrustGuide guide, Map<String, String> set, ProviderSettings settings, Mirrors mirrors) {
    /** One, or one for each registry or organization where a script is for a single one. */
    Stream<TrustStep> steps(Wanted wanted, Set<String> images) {
      List<ImageReference> all = pulled(images);
      if (takes(wanted, all)) {
        return Stream.of(step(wanted, all));
      }
      List<ImageReference> taken = taken(wanted, all);
      return PARTS.stream()
          .map(part -> parts(taken, part))
          .filter(parts -> parts.stream().allMatch(part -> takes(wanted, part)))
          .findFirst()
          .orElseGet(() -> parts(taken, ImageReference::registry))
          .stream()
          .map(part -> step(wanted, part));
    }

    private static Collection<List<ImageReference>> parts(
        List<ImageReference> images, Function<ImageReference, ?> part) {
      return images.stream()
          .collect(Collectors.groupingBy(part, LinkedHashMap::new, Collectors.toList()))
          .values();
    }

    /** One that the guide refuses alone is in the way of no other. */
    private List<ImageReference> taken(Wanted wanted, List<ImageReference> images) {
      List<ImageReference> taken =
          images.stream().filter(image -> takes(wanted, List.of(image))).toList();
      return taken.isEmpty() ? images : taken;
    }

    private boolean takes(Wanted wanted, List<ImageReference> images) {
      return values(wanted.account(), images, identified(wanted)).isPresent();
    }

    /** The provider's settings with the identity of the credential. */
    private ProviderSettings identified(Wanted wanted) {
      ProviderSettings identity = settings;
      for (var part : wanted.credential().parts().entrySet()) {
        IdentityOptions<?> named = guide.identities().get(part.getKey());
        identity = named == null ? identity : identity.set(named.name(), part.getValue());
      }
      return identity;
    }

    private TrustStep step(Wanted wanted, List<ImageReference> pulled) {
      Map<String, String> options = new LinkedHashMap<>(set);
      ProviderSettings identity = identified(wanted);
      boolean byOwner = false;
      for (var part : wanted.credential().parts().entrySet()) {
        IdentityOptions<?> named = guide.identities().get(part.getKey());
        Sourced<String> value = part.getValue();
        if (named != null) {
          options.put("--" + named.name().flag(guide.provider()), value.value());
          byOwner |= value.isByAnnotation();
        }
      }
      Collection<ImageReference> some = oneOfEachRegistry(pulled);
      Optional<Map<String, String>> values = values(wanted.account(), some, identity);
      if (byOwner
          && values.isPresent()
          && values.equals(values(wanted.account(), some, settings))) {
        byOwner = false; // It is what podpass trust names itself.
        options = set;
      }
      String command =
          "podpass trust %s --issuer=ISSUER --service-account=%s%s"
                  .formatted(guide.provider(), wanted.account(), words(options))
              + Stream.concat(
                      pulled.stream().map(image -> " --image=" + image.name()).distinct(),
                      values.stream().flatMap(Guided::unset))
                  .collect(Collectors.joining());
      return new TrustStep(command, byOwner, wanted.account(), wanted.credential());
    }

    /** The values of the script; none if it is refused, which the command then explains. */
    private Optional<Map<String, String>> values(
        ServiceAccount account, Collection<ImageReference> images, ProviderSettings identity) {
      try {
        return Optional.of(
            guide
                .trust(
                    new TrustRequest(
                        ANY, account.namespace(), account.name(), List.copyOf(images), identity))
                .values());
      } catch (CredentialException _) {
        return Optional.empty();
      }
    }

    /** The identity does not depend on the others, of which there may be many. */
    private static Collection<ImageReference> oneOfEachRegistry(List<ImageReference> images) {
      return images.stream()
          .collect(
              Collectors.toMap(
                  ImageReference::registry, image -> image, (one, _) -> one, LinkedHashMap::new))
          .values();
    }

    private static Stream<String> unset(Map<String, String> values) {
      return values.entrySet().stream()
          .filter(value -> value.getValue().equals(Trust.UNSET))
          .map(value -> " --set=%s=%s".formatted(value.getKey(), value.getKey().toUpperCase(ROOT)));
    }

    /** The images at the registries of the provider: a mirror's are at its target. */
    private List<ImageReference> pulled(Set<String> images) {
      return images.stream()
          .map(image -> mirrors.route(DockerHub.expand(image)).effective())
          .toList();
    }
  }

  /**
   * Trust for an identity.
   *
   * @param byOwner whether an annotation names the identity: the owner of the service account may
   *     have chosen one that is not theirs
   */
  record TrustStep(
      String command, boolean byOwner, ServiceAccount account, Credential.OfPod credential) {}

  private static String words(Map<String, String> options) {
    return options.entrySet().stream()
        .map(option -> " " + word(option.getKey() + "=" + option.getValue()))
        .collect(Collectors.joining());
  }

  /** The text as one word of a shell. */
  static String word(String text) {
    return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
