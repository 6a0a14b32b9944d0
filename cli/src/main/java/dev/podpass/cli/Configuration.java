// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli;

import dev.podpass.dispatch.Providers;
import dev.podpass.http.CaBundle;
import dev.podpass.http.ConnectionSettings;
import dev.podpass.http.ProxyRules;
import dev.podpass.log.Log;
import dev.podpass.pull.PullSettings;
import dev.podpass.spi.FallbackPolicy;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.Sourced;
import dev.podpass.token.TokenPolicy;
import dev.podpass.token.TrustedKeys;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Turns arguments and the few variables that are honoured into settings of the core. */
final class Configuration {
  private final Arguments arguments;
  private final Map<String, String> environment;
  private final Log log;

  Configuration(Arguments arguments, Map<String, String> environment, Log log) {
    this.arguments = arguments;
    this.environment = environment;
    this.log = log;
  }

  Duration deadline() {
    return arguments.get(GlobalOptions.DEADLINE);
  }

  /** Those of {@code --provider}, else those that the program's name stands for. */
  Providers providers(Providers all, String calledAs) {
    return arguments
        .find(GlobalOptions.PROVIDER)
        .map(all::only)
        .orElseGet(() -> all.calledAs(calledAs));
  }

  ConnectionSettings connections() {
    Optional<Path> certFile =
        Optional.ofNullable(environment.get("SSL_CERT_FILE"))
            .filter(f -> !f.isEmpty())
            .map(Path::of);
    return new ConnectionSettings(
        CaBundle.find(certFile, arguments.find(GlobalOptions.CA_BUNDLE)),
        ProxyRules.fromEnvironment(environment),
        log);
  }

  PullSettings pull(Providers providers) {
    Map<String, ProviderSettings> settings = new HashMap<>();
    for (RegistryCredentialProvider provider : providers.all()) {
      settings.put(provider.id(), provider(provider));
    }
    return new PullSettings(
        settings,
        tokenPolicy(),
        arguments.find(GlobalOptions.MAX_CACHE_DURATION),
        Clock.systemUTC(),
        RandomGenerator.getDefault(),
        log);
  }

  private ProviderSettings provider(RegistryCredentialProvider provider) {
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

  private <T> ProviderSettings set(ProviderSettings settings, Flag<T> flag) {
    Optional<Sourced<String>> text = arguments.text(flag);
    if (text.isEmpty()) {
      return settings;
    }
    flag.parse(text.get());
    return settings.set(flag.option(), text.get());
  }

  private TokenPolicy tokenPolicy() {
    TokenPolicy policy = TokenPolicy.at(Clock.systemUTC());
    Optional<String> issuer = arguments.find(GlobalOptions.TOKEN_ISSUER);
    TokenPolicy issued = issuer.map(policy::requiringIssuer).orElse(policy);
    return arguments
        .find(GlobalOptions.TOKEN_JWKS)
        .map(TrustedKeys::fromFile)
        .map(issued::requiringSignature)
        .orElse(issued);
  }
}
