// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.pull;

import dev.podpass.spi.Hosts;
import dev.podpass.spi.ProviderRules;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.image.RegistryHost;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The registered providers, with unique ids. */
public final class Providers {
  /** The providers of the class path; in a native image, of the class path at build time. */
  private static final Discovery FOUND =
      Discovery.of(Thread.currentThread().getContextClassLoader(), Discovery.PATIENCE);

  private final List<RegistryCredentialProvider> all;

  /** All providers of the build, chosen or not: their audiences stay theirs. */
  private final List<RegistryCredentialProvider> known;

  /** What cannot be used of the class path. */
  private final List<String> broken;

  private Providers(
      List<RegistryCredentialProvider> all,
      List<RegistryCredentialProvider> known,
      List<String> broken) {
    this.all = List.copyOf(all);
    this.known = List.copyOf(known);
    this.broken = List.copyOf(broken);
  }

  /** Loads the providers that {@code META-INF/services} of the class path names. */
  public static Providers discover() {
    return of(FOUND);
  }

  /** Lists these providers, whether or not they can be used together; may be empty. */
  public static List<RegistryCredentialProvider> found() {
    return FOUND.sound();
  }

  /** Uses these providers: at least one, each of which can be used. */
  public static Providers of(List<RegistryCredentialProvider> providers) {
    for (RegistryCredentialProvider provider : providers) {
      ProviderRules.fault(provider)
          .ifPresent(why -> {
            throw unusable(Discovery.refused(provider.getClass(), why));
          });
    }
    return of(new Discovery(providers, List.of()));
  }

  static Providers of(Discovery found) {
    Map<String, RegistryCredentialProvider> byId = new HashMap<>();
    for (RegistryCredentialProvider provider : found.sound()) {
      RegistryCredentialProvider other = byId.putIfAbsent(provider.id(), provider);
      if (other != null) {
        throw unusable(
            Discovery.refused(
                provider.getClass(),
                "the id \"%s\" is taken by %s"
                    .formatted(provider.id(), Discovery.name(other.getClass()))));
      }
    }
    if (byId.isEmpty()) {
      throw found.broken().isEmpty()
          ? new CredentialException(
              Kind.CONFIGURATION, "this build has no provider", "the jar is incomplete")
          : unusable(found.broken().getFirst());
    }
    return new Providers(found.sound(), found.sound(), found.broken());
  }

  private static CredentialException unusable(String broken) {
    return new CredentialException(
        Kind.CONFIGURATION, broken, "correct the jar of the provider, or take it away");
  }

  /** The jar of a class. */
  public static String place(Class<?> type) {
    return Discovery.place(type).orElse("unknown");
  }

  /** What the class path has and cannot be used: the class, its jar and the reason. */
  public List<String> broken() {
    return broken;
  }

  /** In the order of discovery. */
  public List<RegistryCredentialProvider> all() {
    return all;
  }

  /** The providers with these ids alone, in their order. */
  public Providers only(List<String> ids) {
    return new Providers(ids.stream().distinct().map(this::one).toList(), known, broken);
  }

  private RegistryCredentialProvider one(String id) {
    return all.stream()
        .filter(provider -> provider.id().equals(id))
        .findFirst()
        .orElseThrow(() -> broken.isEmpty() ? unknown(id) : unusable(broken.getFirst()));
  }

  private CredentialException unknown(String id) {
    return new CredentialException(
        Kind.USAGE,
        "there is no provider \"" + id + "\"",
        Suggestion.of(id, all.stream().map(RegistryCredentialProvider::id).toList())
                .map(meant -> meant + " ")
                .orElse("")
            + "this build has "
            + ids());
  }

  /** The provider that the program's file name selects; all providers for any other name. */
  public Providers calledAs(String fileName) {
    List<RegistryCredentialProvider> named =
        all.stream().filter(provider -> fileName.equals("podpass-" + provider.id())).toList();
    return named.isEmpty() ? this : new Providers(named, known, broken);
  }

  /** The provider of a host; none, and several, are an error. */
  public RegistryCredentialProvider serving(
      RegistryHost host, Function<RegistryCredentialProvider, ProviderSettings> settings) {
    return find(host, settings).orElseThrow(() -> notServed(host, settings));
  }

  /** The provider of a host, if one serves it; several are an error. */
  Optional<RegistryCredentialProvider> find(
      RegistryHost host, Function<RegistryCredentialProvider, ProviderSettings> settings) {
    List<RegistryCredentialProvider> serving =
        all.stream().filter(provider -> serves(provider, host, settings.apply(provider))).toList();
    if (serving.size() > 1) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          "several providers serve the registry %s: %s"
              .formatted(
                  host,
                  serving.stream()
                      .map(provider ->
                          provider.id() + by(provider, host.toString(), settings.apply(provider)))
                      .collect(Collectors.joining(", "))),
          "choose one with --provider");
    }
    return serving.stream().findFirst();
  }

  /** The providers that cannot say what they serve. A message may quote a secret. */
  private List<String> failing(
      RegistryHost host, Function<RegistryCredentialProvider, ProviderSettings> settings) {
    List<String> failing = new ArrayList<>();
    for (RegistryCredentialProvider provider : all) {
      var _ =
          Discovery.ask(
              () -> serving(provider, host, settings.apply(provider)),
              e -> failing.add(Discovery.refused(provider.getClass(), e)));
    }
    return failing;
  }

  /** The hosts of a provider; empty if a required option is not set, or if it cannot say them. */
  static Optional<Hosts> hosts(RegistryCredentialProvider provider, ProviderSettings settings) {
    return Discovery.ask(() -> complete(provider, settings));
  }

  private static Optional<Hosts> complete(
      RegistryCredentialProvider provider, ProviderSettings settings) {
    boolean complete =
        provider.options().stream()
            .allMatch(option -> !option.isRequired() || settings.find(option).isPresent());
    return complete ? Optional.of(provider.hosts(settings)) : Optional.empty();
  }

  /** Whether a provider serves a registry with these settings. */
  public static boolean serves(
      RegistryCredentialProvider provider, RegistryHost host, ProviderSettings settings) {
    return Discovery.ask(() -> serving(provider, host, settings)).isPresent();
  }

  private static Optional<Hosts> serving(
      RegistryCredentialProvider provider, RegistryHost host, ProviderSettings settings) {
    return complete(provider, settings).filter(hosts -> hosts.serves(host));
  }

  /** The option of a provider that names a host or an audience, behind {@code by}. */
  private static String by(
      RegistryCredentialProvider provider, String text, ProviderSettings settings) {
    return provider.options().stream()
        .filter(option -> settings.find(option).filter(set -> names(set, text)).isPresent())
        .findFirst()
        .map(option -> " by --" + option.flag(provider.id()))
        .orElse("");
  }

  private static boolean names(Sourced<?> set, String text) {
    List<?> values = set.value() instanceof List<?> several ? several : List.of(set.value());
    return values.stream().anyMatch(value -> value.toString().equals(text));
  }

  /** Requires that tokens with an audience are of use to the provider's service alone. */
  void requireOwn(
      String audience,
      RegistryCredentialProvider provider,
      Map<String, ProviderSettings> settings,
      Optional<String> issuer) {
    Function<RegistryCredentialProvider, ProviderSettings> of =
        one -> settings.getOrDefault(one.id(), ProviderSettings.NONE);
    new AudienceOwner(known, of)
        .of(audience, provider, issuer)
        .ifPresent(owner -> {
          throw new CredentialException(
              Kind.CONFIGURATION,
              "the audience %s of the provider %s%s is that of %s, where the receiver of a token could use it as the pod"
                  .formatted(
                      audience, provider.id(), by(provider, audience, of.apply(provider)), owner),
              "set an audience of the registry's own, here and in serviceAccountTokenAudience");
        });
  }

  /** For a host that is almost one of theirs: the image is wrong, not kubelet's configuration. */
  Optional<String> correction(
      RegistryHost host, Function<RegistryCredentialProvider, ProviderSettings> settings) {
    Optional<String> named =
        all.stream().flatMap(provider -> named(host, provider, settings).stream()).findFirst();
    if (named.isPresent()) {
      return named;
    }
    RegistryHost withoutPort = new RegistryHost(host.name(), OptionalInt.empty());
    return all.stream()
            .anyMatch(provider -> serves(provider, withoutPort, settings.apply(provider)))
        ? Optional.of("write the image without the port: the registry answers only on port 443")
        : all.stream()
            .flatMap(provider ->
                Discovery.ask(() -> provider.correction(host, settings.apply(provider))).stream())
            .findFirst();
  }

  /** For a registry that the operator has named with another port. */
  private static Optional<String> named(
      RegistryHost host,
      RegistryCredentialProvider provider,
      Function<RegistryCredentialProvider, ProviderSettings> settings) {
    ProviderSettings options = settings.apply(provider);
    return hosts(provider, options).map(Hosts::named).orElse(List.of()).stream()
        .filter(registry -> registry.name().equals(host.name()))
        .findFirst()
        .map(registry ->
            "%s is served%s, and no other port of that host; correct the image or the option"
                .formatted(registry, by(provider, registry.toString(), options)));
  }

  private CredentialException notServed(
      RegistryHost host, Function<RegistryCredentialProvider, ProviderSettings> settings) {
    boolean limited = all.size() < known.size();
    List<String> failing = failing(host, settings);
    Optional<String> advice = correction(host, settings);
    if (failing.isEmpty()) {
      advice = advice.or(() -> other(host)).or(() -> PublicRegistries.hint(host));
    }
    Optional<String> unusable = Stream.concat(failing.stream(), broken.stream()).findFirst();
    if (advice.isEmpty() && unusable.isPresent()) {
      return unusable("no provider serves the registry %s, and %s".formatted(host, unusable.get()));
    }
    String hint =
        advice.orElse("remove the pattern that matches it from matchImages" + option(limited));
    return new CredentialException(
        Kind.BAD_REQUEST,
        limited
            ? "the provider %s does not serve the registry %s".formatted(ids(), host)
            : "no provider serves the registry %s (this build has %s)".formatted(host, ids()),
        hint);
  }

  /** The option that would have a chosen provider serve another registry, for a hint. */
  private String option(boolean limited) {
    if (!limited) {
      return ", or, if the registry exchanges OIDC tokens, set --registry and --provider=exchange";
    }
    return all.stream()
            .flatMap(provider -> provider.options().stream())
            .anyMatch(option -> option.name().equals("registry"))
        ? ", or name the registry with --registry"
        : "";
  }

  /** A provider of this build that was not chosen, and that needs no option to serve the host. */
  private Optional<String> other(RegistryHost host) {
    return known.stream()
        .filter(provider -> serves(provider, host, ProviderSettings.NONE))
        .map(RegistryCredentialProvider::id)
        .findFirst()
        .map(id ->
            "%s serves it: add an entry with podpass config merge --providers=%s"
                .formatted(id, id));
  }

  String ids() {
    return all.stream().map(RegistryCredentialProvider::id).collect(Collectors.joining(", "));
  }
}
