// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli;

import dev.podpass.spi.Credential;
import dev.podpass.spi.Entry;
import dev.podpass.spi.Exchange;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.Hosts;
import dev.podpass.spi.Pod;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.RegistryCredentialProvider.ReplacedPlugin;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.secret.Secret;
import dev.podpass.spi.trust.ModuleCall;
import dev.podpass.spi.trust.Trust;
import dev.podpass.spi.trust.TrustGuide;
import dev.podpass.spi.trust.TrustRequest;
import dev.podpass.spi.trust.TrustScripts;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Answers for {@code echo.example} with the value of its option as the user name, and notes its
 * calls.
 */
public final class EchoProvider implements RegistryCredentialProvider {
  private static final ProviderOption<String> USER =
      ProviderOption.text("user", "NAME", "The user name.");
  private static final Map<String, String> OWN =
      Map.of("--login", "--echo-user", "--mirrors", "--mirror");
  private static final ProviderOption<Boolean> BROKEN = ProviderOption.flag("broken", "Breaks.");

  private static final ExchangeStep STEP =
      new ExchangeStep("exchange", URI.create("https://tokens.example/exchange"));

  /** How often each process of the tests has constructed it. */
  static final AtomicInteger CONSTRUCTED = new AtomicInteger();

  /** What was called since the last look, with the host. */
  static final Queue<String> CALLS = new ConcurrentLinkedQueue<>();

  public EchoProvider() {
    CONSTRUCTED.incrementAndGet();
  }

  @Override
  public String id() {
    return "echo";
  }

  @Override
  public List<ProviderOption<?>> options() {
    return List.of(USER, BROKEN);
  }

  /** Its {@code --mirrors} has the form of {@code --mirror}. */
  @Override
  public Optional<ReplacedPlugin> replacedPlugin() {
    return Optional.of(
        new ReplacedPlugin(
            "echo-plugin",
            Map.of("--login", "--login", "--mirrors", "--mirrors", "--break", "--break"),
            given ->
                given.entrySet().stream()
                    .collect(
                        Collectors.toMap(
                            theirs -> OWN.getOrDefault(theirs.getKey(), "--echo-broken"),
                            Map.Entry::getValue)),
            Set.copyOf(OWN.values()),
            List.of()));
  }

  @Override
  public Hosts hosts(ProviderSettings settings) {
    return Hosts.matching(
        List.of("echo.example"),
        host -> {
          CALLS.add("serve " + host);
          return host.name().equals("echo.example") || host.name().equals("token.example");
        });
  }

  @Override
  public Entry entry(ProviderSettings settings) {
    return Entry.of(hosts(settings), "aud");
  }

  @Override
  public Set<String> tokenAlgorithms() {
    return Set.of("RS256");
  }

  /** At one host the token is asked for, and sent to one place. */
  @Override
  public Optional<Exchange> exchange(Pod pod, ProviderSettings settings) {
    CALLS.add("plan " + pod.image().registry());
    requireWhole(settings);
    if (!pod.image().registry().name().equals("token.example")) {
      return Optional.of(echo(settings));
    }
    Sourced<String> user =
        pod.annotation("example.com/user").or(() -> settings.find(USER)).orElseThrow();
    return Optional.of(
        Exchange.as("user", user)
            .call(STEP)
            .parameter("lifetime", "300s")
            .run(calls -> {
              CALLS.add("exchange " + pod.image().registry());
              HttpRequest request =
                  HttpRequest.of("POST", STEP.endpoint()).with(calls.token().reveal());
              return Credential.of(
                  user.value(),
                  Secret.of(calls.read(STEP, () -> request, answer -> answer.text())));
            }));
  }

  private static void requireWhole(ProviderSettings settings) {
    if (settings.get(BROKEN)) {
      throw new IllegalStateException("hunter2");
    }
  }

  private static Exchange echo(ProviderSettings settings) {
    Optional<Sourced<String>> user = settings.find(USER);
    return Exchange.as("user", user.orElse(Sourced.byDefault("nobody")))
        .run(_ -> {
          CALLS.add("exchange echo.example");
          return Credential.of(user.map(Sourced::toString).orElse("nobody"), Secret.of("hunter2"));
        });
  }

  @Override
  public String howToName(Pod pod, ProviderSettings settings) {
    return "set --echo-user";
  }

  @Override
  public Optional<Function<ImageReference, Exchange>> asNode(ProviderSettings settings) {
    return Optional.of(image -> {
      CALLS.add("plan " + image.registry());
      requireWhole(settings);
      return echo(settings);
    });
  }

  /** A guide with a value. */
  public record Guide() implements TrustGuide {
    @Override
    public String provider() {
      return "echo";
    }

    @Override
    public Trust trust(TrustRequest request) {
      request.requireServiceAccount();
      return new Trust(
          request,
          "an echo",
          Map.of("color", "blue"),
          new TrustScripts("echo grant\n", "echo remove\n"),
          Optional.of(new ModuleCall("echo", Map.of("images", request.names()))));
    }
  }
}
