// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.settings;

import dev.podpass.core.cache.CacheSettings;
import dev.podpass.core.http.ConnectionSettings;
import dev.podpass.core.http.proxy.ProxyRules;
import dev.podpass.core.http.tls.CaBundle;
import dev.podpass.core.log.Log;
import dev.podpass.core.observe.AuditLog;
import dev.podpass.core.observe.MetricsFile;
import dev.podpass.core.observe.Observation;
import dev.podpass.core.pull.ConfiguredProviders;
import dev.podpass.core.pull.FallbackPolicy;
import dev.podpass.core.pull.FallbackPolicy.Fallback;
import dev.podpass.core.pull.Mirrors;
import dev.podpass.core.pull.Providers;
import dev.podpass.core.pull.PullSettings;
import dev.podpass.core.pull.WhenUnavailable;
import dev.podpass.core.token.TokenPolicy;
import dev.podpass.core.token.TokenPolicy.IssuerRule;
import dev.podpass.core.token.TokenPolicy.SignatureRule;
import dev.podpass.core.token.TrustedJwks;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * Reads flags, and a few other variables, into typed settings. Each method parses its flags and
 * reads the files that they name; callers call it once and pass the result on.
 */
public final class SettingsReader {
  private static final long AUDIT_LOG_BYTES = 10 << 20;

  private final FlagTexts flags;
  private final Map<String, String> environment;
  private final Log log;
  private final Clock clock;

  public SettingsReader(FlagTexts flags, Map<String, String> environment, Log log, Clock clock) {
    this.flags = flags;
    this.environment = Map.copyOf(environment);
    this.log = log;
    this.clock = clock;
  }

  /** Parses all flags that hold for every provider, and the proxy, for commands that judge them. */
  public void requireValid() {
    PluginFlags.all().forEach(flags::find);
    var _ = ProxyRules.fromEnvironment(environment);
  }

  /** The deadline, from the start of the process. */
  public Duration readDeadline() {
    return flags.get(PluginFlags.DEADLINE);
  }

  public Observation readObservation(String version) {
    return new Observation(
        flags.find(PluginFlags.AUDIT_LOG).map(file -> new AuditLog(file, AUDIT_LOG_BYTES)),
        flags.find(PluginFlags.METRICS_FILE).map(file -> new MetricsFile(file, version)),
        log);
  }

  public ConnectionSettings readConnections() {
    Optional<Path> certFile =
        Optional.ofNullable(environment.get("SSL_CERT_FILE"))
            .filter(f -> !f.isEmpty())
            .map(Path::of);
    return new ConnectionSettings(
        CaBundle.find(certFile, flags.find(PluginFlags.CA_BUNDLE)),
        ProxyRules.fromEnvironment(environment),
        log);
  }

  /** All settings of a pull, with the named keys read and the node cache opened. */
  public PullSettings readPull(Providers all, String calledAs) {
    return new PullSettings(
        readProviders(readChoice(all, calledAs)),
        readTokenPolicy(),
        flags.get(PluginFlags.MAX_CACHE_DURATION),
        flags.get(PluginFlags.WHEN_UNAVAILABLE),
        readCache().open(clock, log),
        clock,
        () -> ThreadLocalRandom.current().nextLong(),
        log);
  }

  /** The providers of {@code --provider}, otherwise those that the program's name selects. */
  public Providers readChoice(Providers all, String calledAs) {
    return flags
        .find(PluginFlags.PROVIDER)
        .map(id -> all.only(List.of(id)))
        .orElseGet(() -> all.calledAs(calledAs));
  }

  /** The settings of each of these providers, and the mirrors of their registries. */
  public ConfiguredProviders readProviders(Providers chosen) {
    FallbackPolicy fallbacks = readFallbacks();
    Map<String, ProviderSettings> settings = new HashMap<>();
    for (RegistryCredentialProvider provider : chosen.all()) {
      settings.put(
          provider.id(),
          flags.mayHave(ProviderFlags.names(provider))
              ? settings(provider)
              : ProviderSettings.NONE);
    }
    Sourced<Mirrors> mirrors =
        flags
            .sourced(PluginFlags.MIRROR)
            .orElseGet(() -> new Sourced<>(Mirrors.NONE, PluginFlags.MIRROR.name()));
    return mirrors
        .read(all ->
            new ConfiguredProviders(
                    chosen,
                    settings,
                    fallbacks,
                    flags.get(PluginFlags.CACHE_PER_POD),
                    all,
                    flags.find(PluginFlags.ALLOW_AUDIENCE).stream()
                        .flatMap(audiences -> Stream.of(audiences.split(",", -1)))
                        .toList())
                .requiringMirrorsServed())
        .value()
        .requiringHostsApart();
  }

  /** A placeholder would fail the anonymous pulls that the same entry allows. */
  private FallbackPolicy readFallbacks() {
    Fallback withoutToken = PluginFlags.withoutToken(flags).value();
    Fallback withoutIdentity = PluginFlags.withoutIdentity(flags).value();
    boolean anonymous = withoutToken == Fallback.ANONYMOUS || withoutIdentity == Fallback.ANONYMOUS;
    if (anonymous && flags.get(PluginFlags.WHEN_UNAVAILABLE) == WhenUnavailable.PRESENT_IMAGES) {
      throw new CredentialException(
          Kind.USAGE,
          "--when-unavailable=present-images excludes anonymous pulls, which are configured for"
              + " pods without a token or an identity",
          "give registries with anonymous pulls an entry of their own");
    }
    return new FallbackPolicy(withoutToken, withoutIdentity);
  }

  private ProviderSettings settings(RegistryCredentialProvider provider) {
    ProviderSettings settings = ProviderSettings.NONE;
    for (Flag<?> flag : ProviderFlags.settings(provider)) {
      settings = set(settings, flag);
    }
    return settings;
  }

  private <T> ProviderSettings set(ProviderSettings settings, Flag<T> flag) {
    Optional<Sourced<String>> text = flags.text(flag);
    return text.isEmpty()
        ? settings
        : settings.withParsed(
            flag.option(), new Sourced<>(flag.parse(text.get()), text.get().source()));
  }

  public CacheSettings readCache() {
    return new CacheSettings(
        flags.get(PluginFlags.CACHE),
        flags.get(PluginFlags.CACHE_DIR),
        flags.get(PluginFlags.CACHE_PER_POD));
  }

  private TokenPolicy readTokenPolicy() {
    IssuerRule policy = TokenPolicy.at(clock);
    SignatureRule issued =
        flags
            .find(PluginFlags.TOKEN_ISSUER)
            .map(policy::requiringIssuer)
            .orElseGet(policy::anyIssuer);
    return flags
        .find(PluginFlags.TOKEN_JWKS)
        .map(TrustedJwks::fromFile)
        .map(issued::requiringSignature)
        .orElseGet(issued::unverifiedSignature);
  }
}
