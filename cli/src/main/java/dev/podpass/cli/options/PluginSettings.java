// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.options;

import dev.podpass.cache.CacheSettings;
import dev.podpass.cache.NodeCache;
import dev.podpass.http.ConnectionSettings;
import dev.podpass.http.proxy.ProxyRules;
import dev.podpass.http.tls.CaBundle;
import dev.podpass.log.Log;
import dev.podpass.observe.AuditLog;
import dev.podpass.observe.MetricsFile;
import dev.podpass.observe.Observation;
import dev.podpass.pull.Providers;
import dev.podpass.pull.PullSettings;
import dev.podpass.spi.FallbackPolicy;
import dev.podpass.spi.KubeletProfile;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.Sourced;
import dev.podpass.token.TokenPolicy;
import dev.podpass.token.TrustedJwks;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Turns arguments and the few variables that are honoured into settings of the core. */
public final class PluginSettings {
  private final Arguments arguments;
  private final Map<String, String> environment;
  private final Log log;
  private final Clock clock;

  public PluginSettings(
      Arguments arguments, Map<String, String> environment, Log log, Clock clock) {
    this.arguments = arguments;
    this.environment = environment;
    this.log = log;
    this.clock = clock;
  }

  public Clock clock() {
    return clock;
  }

  public Duration deadline() {
    return arguments.get(GlobalOptions.DEADLINE);
  }

  /** Those of {@code --provider}, else those that the program's name stands for. */
  public Providers providers(Providers all, String calledAs) {
    return arguments
        .find(GlobalOptions.PROVIDER)
        .map(all::only)
        .orElseGet(() -> all.calledAs(calledAs));
  }

  public ConnectionSettings connections() {
    Optional<Path> certFile =
        Optional.ofNullable(environment.get("SSL_CERT_FILE"))
            .filter(f -> !f.isEmpty())
            .map(Path::of);
    return new ConnectionSettings(
        CaBundle.find(certFile, arguments.find(GlobalOptions.CA_BUNDLE)),
        ProxyRules.fromEnvironment(environment),
        log);
  }

  public PullSettings pull(Providers providers) {
    Map<String, ProviderSettings> settings = new HashMap<>();
    for (RegistryCredentialProvider provider : providers.all()) {
      settings.put(provider.id(), settings(provider));
    }
    return new PullSettings(
        settings,
        tokenPolicy(),
        arguments.get(GlobalOptions.MAX_CACHE_DURATION),
        cache(),
        clock,
        () -> ThreadLocalRandom.current().nextLong(),
        log);
  }

  public NodeCache cache() {
    return NodeCache.open(
        new CacheSettings(
            arguments.get(GlobalOptions.CACHE),
            arguments.get(GlobalOptions.CACHE_DIR),
            arguments.get(GlobalOptions.CACHE_ON_DISK),
            arguments.get(GlobalOptions.CACHE_KEY_DIR),
            arguments.get(GlobalOptions.CACHE_PER_POD)),
        clock,
        log);
  }

  public Observation observation() {
    return new Observation(
        arguments
            .find(GlobalOptions.AUDIT_LOG)
            .map(file -> new AuditLog(file, arguments.get(GlobalOptions.AUDIT_LOG_SIZE))),
        arguments.find(GlobalOptions.METRICS_FILE).map(MetricsFile::new),
        log);
  }

  /** Which flag or variable sets something. */
  public String source(Flag<?> flag) {
    return arguments.text(flag).map(Sourced::source).orElse("default");
  }

  /** What is set for one provider. */
  public ProviderSettings settings(RegistryCredentialProvider provider) {
    ProviderSettings settings =
        ProviderSettings.with(
            new FallbackPolicy(
                arguments.get(GlobalOptions.WITHOUT_TOKEN),
                arguments.get(GlobalOptions.WITHOUT_IDENTITY)));
    for (ProviderOption<?> option : provider.options()) {
      settings = set(settings, Flag.of(provider, option));
    }
    return settings;
  }

  /** What kubelet has to be set to for one provider. */
  public KubeletProfile kubelet(RegistryCredentialProvider provider) {
    KubeletProfile profile = provider.kubelet(settings(provider));
    return arguments.get(GlobalOptions.CACHE_PER_POD) ? profile.perPod() : profile;
  }

  private <T> ProviderSettings set(ProviderSettings settings, Flag<T> flag) {
    Optional<Sourced<String>> text = arguments.text(flag);
    if (text.isEmpty()) {
      return settings;
    }
    flag.parse(text.get());
    return settings.set(flag.option(), text.get());
  }

  public TokenPolicy tokenPolicy() {
    TokenPolicy policy = TokenPolicy.at(clock);
    Optional<String> issuer = arguments.find(GlobalOptions.TOKEN_ISSUER);
    TokenPolicy issued = issuer.map(policy::requiringIssuer).orElse(policy);
    return arguments
        .find(GlobalOptions.TOKEN_JWKS)
        .map(TrustedJwks::fromFile)
        .map(issued::requiringSignature)
        .orElse(issued);
  }
}
